package dev.composeraudit;

import dev.composeraudit.document.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Settings as they came, read one by one; what is wrong with each is collected. */
final class SettingValues {
  private final Map<String, String> values;
  private final List<String> mistakes = new ArrayList<>();

  SettingValues(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Makes of a text what is wanted; throws IllegalArgumentException, with what it must be, if that
   * can't be done.
   */
  @FunctionalInterface
  interface Form<T> {
    T read(String text);
  }

  /** The value; empty if it is absent, blank or wrong. */
  <T> Optional<T> read(String name, Form<T> form) {
    String text = values.getOrDefault(name, "").strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(form.read(text));
    } catch (IllegalArgumentException malformed) {
      mistake(name, "%s; it is %s".formatted(malformed.getMessage(), Excerpt.of(text)));
      return Optional.empty();
    }
  }

  /** The values between commas; none if the setting is absent or blank. */
  <T> List<T> list(String name, Form<T> form) {
    return read(
            name, text -> Stream.of(text.split(",", -1)).map(each -> member(each, form)).toList())
        .orElse(List.of());
  }

  private static <T> T member(String text, Form<T> form) {
    if (text.isBlank()) {
      // Of a list that limits something, "," must not become "no limit".
      throw new IllegalArgumentException("must have no empty member between commas");
    }
    return form.read(text.strip());
  }

  /** Notes that a setting that has to be there is absent or blank. */
  void require(String name, String what) {
    if (values.getOrDefault(name, "").isBlank()) {
      mistake(name, "is required: " + what);
    }
  }

  void mistake(String name, String sentence) {
    mistakes.add(name + ": " + sentence);
  }

  /**
   * To be called at the end.
   *
   * @throws InvalidSettingsException if there was any mistake
   */
  void failIfMistaken() throws InvalidSettingsException {
    if (!mistakes.isEmpty()) {
      throw new InvalidSettingsException(mistakes);
    }
  }
}
