package dev.composeraudit.policy.source;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads an object of a policy file: its keys one by one. It collects every mistake with its file,
 * line and column, and reports keys that are not known.
 */
public final class ObjectReader {
  /** The name of a policy, a binding, an exception. */
  static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private final Document document;
  private final String path;
  private final JsonObject object;
  private final List<Issue> issues;
  private final Set<String> taken = new HashSet<>();

  private ObjectReader(Document document, String path, JsonObject object, List<Issue> issues) {
    this.document = document;
    this.path = path;
    this.object = object;
    this.issues = issues;
  }

  /** A reader of the whole document. If it is not an object, adds an issue and reads nothing. */
  public static ObjectReader of(Document document, List<Issue> issues) {
    if (document.value() instanceof JsonObject root) {
      return new ObjectReader(document, "$", root, issues);
    }
    issues.add(document.issue("type", "$", "must be an object"));
    return new ObjectReader(document, "$", new JsonObject(), issues);
  }

  public Document document() {
    return document;
  }

  String path(String key) {
    return path + "." + key;
  }

  public boolean has(String key) {
    taken.add(key);
    return object.has(key);
  }

  public void addIssue(String code, String key, String message) {
    issues.add(document.issue(code, path(key), message));
  }

  /** The value as it is; empty if the key is absent. */
  Optional<JsonElement> any(String key) {
    taken.add(key);
    return Optional.ofNullable(object.get(key));
  }

  /** A text that is required and not blank. Otherwise adds an issue and returns a blank text. */
  public String text(String key) {
    String text = optionalText(key, "");
    if (!object.has(key)) {
      missing(key);
    } else if (text.isBlank() && isText(object.get(key))) {
      addIssue("empty", key, key + ": must not be blank");
    }
    return text;
  }

  String optionalText(String key, String absent) {
    taken.add(key);
    JsonElement value = object.get(key);
    if (value == null) {
      return absent;
    }
    if (!isText(value)) {
      addIssue("type", key, key + ": must be a text");
      return absent;
    }
    return value.getAsString();
  }

  /** One line of text. */
  public String line(String key, String absent) {
    String text = optionalText(key, absent);
    if (text.strip().contains("\n")) {
      addIssue("multi-line", key, key + ": must be one line");
    }
    return text.strip();
  }

  public String name(String key) {
    String name = text(key);
    if (!name.isBlank() && !NAME.matcher(name).matches()) {
      addIssue("name", key, key + ": lower-case letters, digits and hyphens, at most 63");
    }
    return name;
  }

  /** The name in the metadata of a document. */
  String metadataName() {
    ObjectReader metadata = object("metadata", true);
    String name = metadata.name("name");
    metadata.category();
    metadata.close();
    return name;
  }

  /** The label {@code category} of metadata; blank if there is none. */
  String category() {
    ObjectReader labels = object("labels", false);
    String category = labels.optionalText("category", "");
    labels.close();
    return category;
  }

  boolean flag(String key, boolean absent) {
    taken.add(key);
    JsonElement value = object.get(key);
    if (value == null) {
      return absent;
    }
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
      addIssue("type", key, key + ": must be true or false");
      return absent;
    }
    return value.getAsBoolean();
  }

  public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type, boolean required) {
    taken.add(key);
    String text = required || object.has(key) ? text(key) : "";
    if (text.isBlank()) {
      return Optional.empty();
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return Optional.of(constant);
      }
    }
    addIssue(
        "enum",
        key,
        "%s: must be one of %s, is %s"
            .formatted(key, java.util.Arrays.toString(type.getEnumConstants()), Excerpt.of(text)));
    return Optional.empty();
  }

  public void constant(String key, String expected) {
    String text = text(key);
    if (!text.isBlank() && !text.equals(expected)) {
      addIssue("form", key, key + ": must be " + expected + ", is " + Excerpt.of(text));
    }
  }

  /** An object; if it is absent, a reader of an empty object, and an issue if it is required. */
  public ObjectReader object(String key, boolean required) {
    taken.add(key);
    JsonElement value = object.get(key);
    if (value instanceof JsonObject child) {
      return new ObjectReader(document, path(key), child, issues);
    }
    if (value != null) {
      addIssue("type", key, key + ": must be an object");
    } else if (required) {
      missing(key);
    }
    return new ObjectReader(document, path(key), new JsonObject(), issues);
  }

  /** The objects of a list; empty if it is absent. */
  public List<ObjectReader> objects(String key) {
    List<ObjectReader> forms = new ArrayList<>();
    JsonArray array = array(key);
    for (int i = 0; i < array.size(); i++) {
      String place = path(key) + "[" + i + "]";
      if (array.get(i) instanceof JsonObject child) {
        forms.add(new ObjectReader(document, place, child, issues));
      } else {
        issues.add(document.issue("type", place, key + ": each must be an object"));
      }
    }
    return forms;
  }

  /** The texts of a list; empty if it is absent. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    JsonArray array = array(key);
    for (int i = 0; i < array.size(); i++) {
      if (isText(array.get(i))) {
        texts.add(array.get(i).getAsString());
      } else {
        issues.add(
            document.issue("type", path(key) + "[" + i + "]", key + ": each must be a text"));
      }
    }
    return texts;
  }

  /** The keys of an object that may have any keys. */
  public List<String> keys() {
    taken.addAll(object.keySet());
    return List.copyOf(object.keySet());
  }

  public JsonObject json() {
    return object;
  }

  /** Must be called after all known keys were read. Adds an issue for each other key. */
  public void close() {
    for (String key : object.keySet()) {
      if (!taken.contains(key)) {
        issues.add(
            new Issue(
                "unknown-key",
                document.file(),
                document.keyPlace(path(key)),
                "no such key: " + Excerpt.of(key) + Suggestion.question(key, taken)));
      }
    }
  }

  private JsonArray array(String key) {
    taken.add(key);
    JsonElement value = object.get(key);
    if (value instanceof JsonArray array) {
      return array;
    }
    if (value != null) {
      addIssue("type", key, key + ": must be a list");
    }
    return new JsonArray();
  }

  private void missing(String key) {
    issues.add(document.issue("missing-key", path, key + ": missing"));
  }

  private static boolean isText(JsonElement value) {
    return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
  }
}
