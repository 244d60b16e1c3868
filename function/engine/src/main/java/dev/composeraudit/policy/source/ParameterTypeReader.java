package dev.composeraudit.policy.source;

import com.google.gson.JsonElement;
import com.google.re2j.Pattern;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Suggestion;
import dev.composeraudit.policy.source.ParameterType.Amount;
import dev.composeraudit.policy.source.ParameterType.Bounds;
import dev.composeraudit.policy.source.ParameterType.Flag;
import dev.composeraudit.policy.source.ParameterType.Format;
import dev.composeraudit.policy.source.ParameterType.Items;
import dev.composeraudit.policy.source.ParameterType.Properties;
import dev.composeraudit.policy.source.ParameterType.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a parameter's schema. */
final class ParameterTypeReader {
  private static final Pattern PROPERTY = Pattern.compile("[a-z][A-Za-z0-9]{0,62}");

  private ParameterTypeReader() {}

  static ParameterType read(ObjectReader object) {
    String type = object.text("type");
    object.optionalText("description", "");
    ParameterType read =
        switch (type) {
          case "string" -> text(object);
          case "integer" -> new Amount(true, bounds(object, "minimum", "maximum"));
          case "number" -> new Amount(false, bounds(object, "minimum", "maximum"));
          case "boolean" -> new Flag();
          case "array" -> items(object);
          case "object" -> properties(object);
          default -> {
            if (!type.isBlank()) {
              object.addIssue(
                  "schema",
                  "type",
                  "type: must be string, integer, number, boolean, array or object");
            }
            yield new Flag();
          }
        };
    object.close();
    return read;
  }

  private static Text text(ObjectReader object) {
    return new Text(
        object.texts("enum"),
        pattern(object),
        format(object),
        bounds(object, "minLength", "maxLength"));
  }

  private static @Nullable Pattern pattern(ObjectReader object) {
    String text = object.optionalText("pattern", "");
    try {
      return text.isEmpty() ? null : BoundedRegex.compile(text);
    } catch (IllegalArgumentException invalid) {
      object.addIssue("regex", "pattern", "pattern: " + invalid.getMessage());
      return null;
    }
  }

  private static Format format(ObjectReader object) {
    if (object.any("format").isEmpty()) {
      return Format.ANY;
    }
    return switch (object.optionalText("format", "")) {
      case "cidr" -> Format.CIDR;
      case "ip" -> Format.IP;
      case "date-time" -> Format.DATE_TIME;
      default -> {
        object.addIssue("schema", "format", "format: must be cidr, ip or date-time");
        yield Format.ANY;
      }
    };
  }

  private static Items items(ObjectReader object) {
    ParameterType of = read(object.object("items", true));
    if (of instanceof Items) {
      object.addIssue("schema", "items", "items: a parameter can't be a list of lists");
    }
    return new Items(of, bounds(object, "minItems", "maxItems"));
  }

  private static Properties properties(ObjectReader object) {
    ObjectReader properties = object.object("properties", true);
    Map<String, ParameterType> types = new LinkedHashMap<>();
    for (String name : properties.keys()) {
      ParameterType type = read(properties.object(name, true));
      if (isName(properties, name)) {
        types.put(name, type);
      }
    }
    properties.close();
    for (String required : object.texts("required")) {
      if (!types.containsKey(required)) {
        object.addIssue(
            "unknown-property",
            "required",
            "required: there is no property "
                + Excerpt.of(required)
                + Suggestion.question(required, types.keySet()));
      }
    }
    if (object.flag("additionalProperties", true)) {
      object.addIssue(
          "schema", "additionalProperties", "additionalProperties: required, and must be false");
    }
    return new Properties(types, object.texts("required"));
  }

  /** Whether a property may be called so; an error if not. */
  static boolean isName(ObjectReader properties, String name) {
    boolean isName = PROPERTY.matcher(name).matches();
    if (!isName) {
      properties.addIssue("name", name, Excerpt.of(name) + ": must be written in camelCase");
    }
    return isName;
  }

  private static Bounds bounds(ObjectReader object, String least, String most) {
    return new Bounds(
        number(object, least, Double.NEGATIVE_INFINITY),
        number(object, most, Double.POSITIVE_INFINITY));
  }

  private static double number(ObjectReader object, String key, double absent) {
    JsonElement value = object.any(key).orElse(null);
    if (value == null) {
      return absent;
    }
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      object.addIssue("schema", key, key + ": must be a number");
      return absent;
    }
    return value.getAsDouble();
  }
}
