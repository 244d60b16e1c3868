package dev.composeraudit.acceptance.dashboards;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A filter in Cloud Logging's query language, as far as the shipped ones use it: comparisons, of
 * which all must hold. A comparison with a field that an entry does not have does not hold.
 */
record LogFilter(List<Comparison> comparisons) {
  private static final Pattern COMPARISON =
      Pattern.compile("(NOT )?([A-Za-z_.]+)(=~|>=|=)(\\(.*\\)|\".*\"|[A-Za-z]+)");
  private static final Pattern VALUE = Pattern.compile("\"([^\"]*)\"|([A-Za-z]+)");
  private static final List<String> SEVERITIES =
      List.of(
          "DEFAULT",
          "DEBUG",
          "INFO",
          "NOTICE",
          "WARNING",
          "ERROR",
          "CRITICAL",
          "ALERT",
          "EMERGENCY");

  /** One field against values, any of which will do. */
  record Comparison(boolean negated, String field, String operator, List<String> values) {
    boolean holds(JsonObject entry) {
      boolean any =
          LogFilter.field(entry, field)
              .map(actual -> values.stream().anyMatch(value -> compare(actual, value)))
              .orElse(false);
      return any != negated;
    }

    private boolean compare(String actual, String value) {
      return switch (operator) {
        case "=" -> actual.equals(value);
        case "=~" -> Pattern.compile(value).matcher(actual).find();
        case ">=" -> SEVERITIES.indexOf(actual) >= SEVERITIES.indexOf(value);
        default -> throw new IllegalStateException(operator);
      };
    }
  }

  /**
   * @throws IllegalArgumentException if it holds anything that is not known here
   */
  static LogFilter parse(String text) {
    List<Comparison> comparisons = new ArrayList<>();
    for (String part : text.split(" AND |\n", -1)) {
      Matcher matcher = COMPARISON.matcher(part);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not a comparison that is known here: " + part);
      }
      comparisons.add(
          new Comparison(
              matcher.group(1) != null, matcher.group(2), matcher.group(3), values(matcher)));
    }
    return new LogFilter(List.copyOf(comparisons));
  }

  boolean matches(JsonObject entry) {
    return comparisons.stream().allMatch(comparison -> comparison.holds(entry));
  }

  /** The text of a field such as {@code jsonPayload.trigger.kind}; empty if it is not there. */
  static Optional<String> field(JsonObject entry, String path) {
    JsonElement at = entry;
    for (String key : path.split("\\.", -1)) {
      if (!(at instanceof JsonObject object) || !object.has(key)) {
        return Optional.empty();
      }
      at = object.get(key);
    }
    return Optional.of(at.isJsonPrimitive() ? at.getAsString() : at.toString());
  }

  private static List<String> values(Matcher comparison) {
    String text = comparison.group(4);
    List<String> values = new ArrayList<>();
    Matcher matcher = VALUE.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        values.add(matcher.group(1));
      } else if (!matcher.group(2).equals("OR")) {
        values.add(matcher.group(2));
      }
    }
    return values;
  }
}
