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

  static ParameterType read(ObjectReader form) {
    String type = form.text("type");
    form.optionalText("description", "");
    ParameterType read =
        switch (type) {
          case "string" -> text(form);
          case "integer" -> new Amount(true, bounds(form, "minimum", "maximum"));
          case "number" -> new Amount(false, bounds(form, "minimum", "maximum"));
          case "boolean" -> new Flag();
          case "array" -> items(form);
          case "object" -> properties(form);
          default -> {
            if (!type.isBlank()) {
              form.mistake(
                  "schema",
                  "type",
                  "type: must be string, integer, number, boolean, array or object");
            }
            yield new Flag();
          }
        };
    form.close();
    return read;
  }

  private static Text text(ObjectReader form) {
    return new Text(
        form.texts("enum"), pattern(form), format(form), bounds(form, "minLength", "maxLength"));
  }

  private static @Nullable Pattern pattern(ObjectReader form) {
    String text = form.optionalText("pattern", "");
    try {
      return text.isEmpty() ? null : BoundedRegex.compile(text);
    } catch (IllegalArgumentException refused) {
      form.mistake("regex", "pattern", "pattern: " + refused.getMessage());
      return null;
    }
  }

  private static Format format(ObjectReader form) {
    if (form.any("format").isEmpty()) {
      return Format.ANY;
    }
    return switch (form.optionalText("format", "")) {
      case "cidr" -> Format.CIDR;
      case "ip" -> Format.IP;
      case "date-time" -> Format.DATE_TIME;
      default -> {
        form.mistake("schema", "format", "format: must be cidr, ip or date-time");
        yield Format.ANY;
      }
    };
  }

  private static Items items(ObjectReader form) {
    ParameterType of = read(form.object("items", true));
    if (of instanceof Items) {
      form.mistake("schema", "items", "items: lists of lists can't be parameters");
    }
    return new Items(of, bounds(form, "minItems", "maxItems"));
  }

  private static Properties properties(ObjectReader form) {
    ObjectReader properties = form.object("properties", true);
    Map<String, ParameterType> types = new LinkedHashMap<>();
    for (String name : properties.keys()) {
      ParameterType type = read(properties.object(name, true));
      if (isName(properties, name)) {
        types.put(name, type);
      }
    }
    properties.close();
    for (String required : form.texts("required")) {
      if (!types.containsKey(required)) {
        form.mistake(
            "unknown-property",
            "required",
            "required: there is no property "
                + Excerpt.of(required)
                + Suggestion.question(required, types.keySet()));
      }
    }
    if (form.flag("additionalProperties", true)) {
      form.mistake(
          "schema", "additionalProperties", "additionalProperties: must be there, and be false");
    }
    return new Properties(types, form.texts("required"));
  }

  /** Whether a property may be called so; a mistake if not. */
  static boolean isName(ObjectReader properties, String name) {
    boolean isName = PROPERTY.matcher(name).matches();
    if (!isName) {
      properties.mistake("name", name, Excerpt.of(name) + ": must be written in camelCase");
    }
    return isName;
  }

  private static Bounds bounds(ObjectReader form, String least, String most) {
    return new Bounds(
        number(form, least, Double.NEGATIVE_INFINITY),
        number(form, most, Double.POSITIVE_INFINITY));
  }

  private static double number(ObjectReader form, String key, double absent) {
    JsonElement value = form.any(key).orElse(null);
    if (value == null) {
      return absent;
    }
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      form.mistake("schema", key, key + ": must be a number");
      return absent;
    }
    return value.getAsDouble();
  }
}
