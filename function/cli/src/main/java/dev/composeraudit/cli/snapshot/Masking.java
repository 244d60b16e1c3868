package dev.composeraudit.cli.snapshot;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.subject.hidden.HiddenValues;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes out of a document what may be a secret: the values of whole maps that users fill (keys
 * stay), values under names that say so, and user and password in URLs.
 */
final class Masking {
  /** The text that replaces a value; a text, as the values are. */
  static final String MASK = HiddenValues.HIDDEN;

  /** Maps of texts in which users put what they like. */
  private static final Set<String> MAPS =
      Set.of("envVariables", "airflowConfigOverrides", "pypiPackages");

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i).*(?:passw|secret|token|credential|private_?key|client_?key|api_?key|connection_?string"
              + "|clientcertificate).*");

  /** {@code postgresql://user:password@host}, and tokens in place of the user. */
  private static final Pattern USER_IN_URL = Pattern.compile("(?<=://)[^/@\\s\"']+(?=@)");

  private static final List<String> NOT_NEEDED = List.of("annotations", "managedFields");

  private Masking() {}

  /** The document without them; the original stays as it is. */
  static JsonObject of(JsonObject document) {
    JsonObject masked = new JsonObject();
    for (Map.Entry<String, JsonElement> member : document.entrySet()) {
      if (!NOT_NEEDED.contains(member.getKey())) {
        masked.add(member.getKey(), member(member.getKey(), member.getValue()));
      }
    }
    return masked;
  }

  private static JsonElement member(String key, JsonElement value) {
    if (value instanceof JsonObject map && (MAPS.contains(key) || isInstanceMetadata(key, map))) {
      return allMasked(map);
    }
    if (isText(value) && SECRET_NAME.matcher(key).matches()) {
      return new JsonPrimitive(MASK);
    }
    if (key.equals("env") && value instanceof JsonArray variables) {
      return withoutValues(variables);
    }
    return element(value);
  }

  private static JsonElement element(JsonElement value) {
    if (value instanceof JsonObject object) {
      return of(object);
    }
    if (value instanceof JsonArray array) {
      JsonArray masked = new JsonArray();
      array.forEach(each -> masked.add(element(each)));
      return masked;
    }
    return isText(value)
        ? new JsonPrimitive(USER_IN_URL.matcher(value.getAsString()).replaceAll(MASK))
        : value;
  }

  /** The metadata of a node's machine is a map of texts; that of a Kubernetes object has a name. */
  private static boolean isInstanceMetadata(String key, JsonObject map) {
    return key.equals("metadata")
        && !map.has("name")
        && map.asMap().values().stream().allMatch(Masking::isText);
  }

  private static JsonObject allMasked(JsonObject map) {
    JsonObject masked = new JsonObject();
    map.keySet().forEach(key -> masked.addProperty(key, MASK));
    return masked;
  }

  /** A container's environment variables. */
  private static JsonArray withoutValues(JsonArray variables) {
    JsonArray masked = new JsonArray();
    for (JsonElement each : variables) {
      JsonElement copy = element(each);
      if (copy instanceof JsonObject variable && variable.has("value")) {
        variable.addProperty("value", MASK);
      }
      masked.add(copy);
    }
    return masked;
  }

  private static boolean isText(JsonElement value) {
    return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
  }
}
