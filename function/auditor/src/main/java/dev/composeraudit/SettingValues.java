package dev.composeraudit;

import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Settings as they came, read one by one; what is wrong with each is collected. */
final class SettingValues {
  /** How many typing errors make a setting of a name that is none. */
  private static final int MISSPELT = 2;

  private final Map<String, String> values;
  private final List<String> errors = new ArrayList<>();
  private final Set<String> known = new TreeSet<>();

  SettingValues(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Makes of a text what is wanted; throws IllegalArgumentException, with what it must be, if that
   * can't be done.
   */
  @FunctionalInterface
  interface ValueParser<T> {
    T read(String text);
  }

  /** The value; empty if it is absent, blank or wrong. */
  <T> Optional<T> read(String name, ValueParser<T> parser) {
    known.add(name);
    String text = values.getOrDefault(name, "").strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parser.read(text));
    } catch (IllegalArgumentException malformed) {
      addError(name, "%s; it is %s".formatted(malformed.getMessage(), Excerpt.of(text)));
      return Optional.empty();
    }
  }

  /** The values between commas; none if the setting is absent or blank. */
  <T> List<T> list(String name, ValueParser<T> parser) {
    return read(
            name, text -> Stream.of(text.split(",", -1)).map(each -> member(each, parser)).toList())
        .orElse(List.of());
  }

  private static <T> T member(String text, ValueParser<T> parser) {
    if (text.isBlank()) {
      // Of a list that limits something, "," must not become "no limit".
      throw new IllegalArgumentException("must not have an empty entry between commas");
    }
    return parser.read(text.strip());
  }

  /** Notes that a setting that has to be there is absent or blank. */
  void require(String name, String what) {
    if (values.getOrDefault(name, "").isBlank()) {
      addError(name, "is required: " + what);
    }
  }

  void addError(String name, String sentence) {
    errors.add(name + ": " + sentence);
  }

  /** Other environment variables are not ours; one that is nearly a setting was meant to be it. */
  private void checkName(String name) {
    if (!known.contains(name)) {
      known.stream()
          .filter(setting -> Suggestion.distance(setting, name) <= MISSPELT)
          .findFirst()
          .ifPresent(
              setting -> addError(name, "is not a setting; did you mean %s?".formatted(setting)));
    }
  }

  /**
   * To be called when all settings have been read.
   *
   * @throws InvalidSettingsException if there was any error
   */
  void failIfInvalid() throws InvalidSettingsException {
    values.keySet().stream().sorted().forEach(this::checkName);
    if (!errors.isEmpty()) {
      throw new InvalidSettingsException(errors);
    }
  }
}
