package dev.composeraudit.policy.source;

import com.google.re2j.Pattern;
import dev.composeraudit.address.Cidr;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The type of a parameter: a closed subset of JSON Schema, whose every value a message can hold.
 */
public sealed interface ParameterType {
  /** What a value must be, in words. */
  String words();

  /** A text. */
  record Text(List<String> choices, @Nullable Pattern pattern, Format format, Bounds length)
      implements ParameterType {
    @Override
    public String words() {
      return choices.isEmpty() ? format.words : "one of " + String.join(", ", choices);
    }
  }

  /** A whole number, or any number. */
  record Amount(boolean whole, Bounds bounds) implements ParameterType {
    @Override
    public String words() {
      return whole ? "a whole number" : "a number";
    }
  }

  /** True or false. */
  record Flag() implements ParameterType {
    @Override
    public String words() {
      return "true or false";
    }
  }

  /** A list of things of one type; not of lists. */
  record Items(ParameterType of, Bounds size) implements ParameterType {
    @Override
    public String words() {
      return "a list, each " + of.words();
    }
  }

  /** An object with these properties and no others. */
  record Properties(Map<String, ParameterType> properties, List<String> required)
      implements ParameterType {
    @Override
    public String words() {
      return "an object of "
          + properties.entrySet().stream()
              .map(property -> property.getKey() + " (" + property.getValue().words() + ")")
              .collect(Collectors.joining(", "));
    }
  }

  /** How small and how large. */
  record Bounds(double least, double most) {
    boolean contain(double value) {
      return value >= least && value <= most;
    }

    /** What is allowed, in words. */
    String words() {
      if (least == Double.NEGATIVE_INFINITY) {
        return "at most " + shown(most);
      }
      return most == Double.POSITIVE_INFINITY
          ? "at least " + shown(least)
          : "from " + shown(least) + " to " + shown(most);
    }

    private static String shown(double value) {
      return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
  }

  /** What a text must be. */
  enum Format {
    ANY("any text"),
    CIDR("a range without host bits, such as 10.0.0.0/8"),
    IP("an IP address"),
    DATE_TIME("a time such as 2027-03-31T00:00:00Z");

    final String words;

    Format(String words) {
      this.words = words;
    }

    boolean accepts(String text) {
      try {
        switch (this) {
          case ANY -> {}
          case CIDR -> Cidr.parseNetwork(text);
          case IP -> dev.composeraudit.address.Address.parse(text);
          case DATE_TIME -> Instant.parse(text);
        }
        return true;
      } catch (IllegalArgumentException | DateTimeException malformed) {
        return false;
      }
    }
  }
}
