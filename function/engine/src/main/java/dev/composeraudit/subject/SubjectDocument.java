package dev.composeraudit.subject;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.access.AccessRemedies;
import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.document.Suggestion;
import dev.composeraudit.subject.Observed.Reason;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One Subject document on its way to a {@link Subject}; collects its errors as it goes. */
final class SubjectDocument {
  private static final String API_VERSION = "composer-audit/v1";
  private static final Set<String> OTHER_KEYS = Set.of("apiVersion", "kind", "trigger", "unknown");

  private static final List<String> PARTS = Part.all().stream().map(Part::key).toList();
  private static final List<String> KEYS =
      Stream.concat(OTHER_KEYS.stream(), PARTS.stream()).toList();

  private final Document document;
  private final Clock clock;
  private final List<Issue> issues;
  private final Map<String, Observed.Unknown<Object>> unknown = new HashMap<>();

  SubjectDocument(Document document, Clock clock, List<Issue> issues) {
    this.document = document;
    this.clock = clock;
    this.issues = issues;
  }

  /** The subject; empty, with issues, if it is not known which environment it is about. */
  Optional<Subject> read() {
    if (!(document.value() instanceof JsonObject root)) {
      addIssue("type", "$", "a Subject must be an object");
      return Optional.empty();
    }
    checkTypes(root);
    readUnknown(root);
    Parts parts = ClusterOwner.checked(readParts(root));
    return name(root, parts.get(Part.ENVIRONMENT)).map(name -> subject(root, name, parts));
  }

  private Parts readParts(JsonObject root) {
    Parts parts = Parts.unknown(new Observed.Unknown<>(Reason.NOT_PROVIDED, "not in the document"));
    for (Part<?> part : Part.all()) {
      parts = withRead(parts, part, root);
    }
    return parts;
  }

  private <T> Parts withRead(Parts parts, Part<T> part, JsonObject root) {
    return parts.with(part, read(part, root));
  }

  private Subject subject(JsonObject root, EnvironmentName name, Parts parts) {
    Instant now = clock.instant();
    Map<String, Observed.Unknown<Object>> fields = new HashMap<>();
    unknown.forEach(
        (path, why) -> {
          if (EnvironmentFields.isField(path)) {
            fields.put(EnvironmentFields.inEnvironment(path), why);
          }
        });
    return new Subject(name, readTrigger(root, now), parts, fields, "document", now);
  }

  private void checkTypes(JsonObject root) {
    for (String key : root.keySet()) {
      if (!KEYS.contains(key)) {
        issues.add(
            new Issue(
                "unknown-key",
                document.file(),
                document.keyPlace("$." + key),
                "a Subject has no key " + Excerpt.of(key) + Suggestion.question(key, KEYS)));
      }
    }
    for (String key : List.of("trigger", "unknown")) {
      if (root.has(key) && root.get(key).isJsonNull()) {
        addIssue("type", "$." + key, key + ": must not be null; leave it out");
      }
    }
    requireText(root, "apiVersion", API_VERSION);
    requireText(root, "kind", "Subject");
  }

  /** Keys within our own part of the document are ours to know; a null is no value for any. */
  private void checkKeys(JsonObject object, String path, Set<String> keys) {
    for (String key : object.keySet()) {
      String place = path + "." + key;
      if (!keys.contains(key)) {
        issues.add(
            new Issue(
                "unknown-key",
                document.file(),
                document.keyPlace(place),
                "no such key: "
                    + Excerpt.of(key)
                    + "; there are "
                    + new TreeSet<>(keys)
                    + Suggestion.question(key, keys)));
      } else if (object.get(key).isJsonNull()) {
        addIssue("type", place, key + ": must not be null; leave it out");
      }
    }
  }

  private void requireText(JsonObject root, String key, String expected) {
    JsonElement value = root.get(key);
    if (value == null || !value.isJsonPrimitive() || !value.getAsString().equals(expected)) {
      addIssue("form", "$." + key, key + " must be " + expected);
    }
  }

  private Optional<EnvironmentName> name(JsonObject root, Observed<Environment> environment) {
    if (!(environment instanceof Observed.Known<Environment> known)) {
      if (!root.has(Part.ENVIRONMENT.key())) {
        addIssue("missing-key", "$.environment", "environment: missing; every Subject has one");
      }
      return Optional.empty();
    }
    try {
      return Optional.of(EnvironmentName.parse(known.value().getName()));
    } catch (IllegalArgumentException malformed) {
      addIssue("name", "$.environment.name", "environment.name: " + malformed.getMessage());
      return Optional.empty();
    }
  }

  private <T> Observed<T> read(Part<T> part, JsonObject root) {
    JsonElement json = root.get(part.key());
    Observed.Unknown<Object> stated = unknown.get(part.key());
    if (json == null) {
      return stated != null
          ? stated.as()
          : Observed.unknown(
              Reason.NOT_PROVIDED, "the document has no " + part.key() + "; add it to judge by it");
    }
    if (stated != null) {
      addIssue(
          "contradiction",
          "$.unknown." + part.key(),
          part.key() + " is given, and is also listed as unknown; remove one of the two");
    }
    if (json.isJsonNull() && !part.mayBeNone()) {
      addIssue("type", "$." + part.key(), part.key() + " is null; leave it out if it is unknown");
      return Observed.unknown(Reason.UNREADABLE, "the document says null");
    }
    try {
      return part.read(json);
    } catch (MalformedDocumentException malformed) {
      addIssue("form", "$." + part.key(), part.key() + ": " + malformed.getMessage());
      return Observed.unknown(Reason.UNREADABLE, String.valueOf(malformed.getMessage()));
    }
  }

  private void readUnknown(JsonObject root) {
    try {
      JsonObject parts = Json.object(root, "unknown");
      for (String path : parts.keySet()) {
        JsonObject why = Json.object(parts, path);
        checkKeys(why, "$.unknown." + path, Set.of("reason", "help", "remedy"));
        if (Part.ofKey(path).isEmpty() && !EnvironmentFields.isField(path)) {
          addIssue(
              "unknown-key",
              "$.unknown." + path,
              "no such part: " + Excerpt.of(path) + Suggestion.question(path, PARTS));
        }
        unknown.put(
            path,
            new Observed.Unknown<>(reason(why, path), Json.text(why, "help"), remedy(why, path)));
      }
    } catch (MalformedDocumentException malformed) {
      addIssue("type", "$.unknown", "unknown." + malformed.getMessage());
    }
  }

  /** As a snapshot writes it: an action, and texts. */
  private Optional<AccessRemedy> remedy(JsonObject why, String path)
      throws MalformedDocumentException {
    JsonObject json = Json.object(why, "remedy");
    if (json.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (String name : json.keySet()) {
      values.put(name, Json.text(json, name));
    }
    Optional<AccessRemedy> remedy = AccessRemedies.of(values.getOrDefault("action", ""), values);
    if (remedy.isEmpty()) {
      addIssue("enum", "$.unknown." + path + ".remedy.action", "there is no such action");
    }
    return remedy;
  }

  private Reason reason(JsonObject why, String path) throws MalformedDocumentException {
    String text = Json.text(why, "reason");
    try {
      return Reason.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException none) {
      addIssue(
          "enum",
          "$.unknown." + path + ".reason",
          "reason must be one of "
              + Arrays.toString(Reason.values())
              + Suggestion.question(text, names(Reason.values())));
      return Reason.NOT_PROVIDED;
    }
  }

  private Trigger readTrigger(JsonObject root, Instant now) {
    try {
      JsonObject trigger = Json.object(root, "trigger");
      checkKeys(trigger, "$.trigger", Set.of("kind", "principal", "method", "time"));
      String kind = Json.text(trigger, "kind");
      String time = Json.text(trigger, "time");
      return new Trigger(
          trigger.has("kind") ? kind(kind) : Trigger.Kind.DOCUMENT,
          Json.text(trigger, "principal"),
          Json.text(trigger, "method"),
          trigger.has("time") ? Instant.parse(time) : now,
          "");
    } catch (MalformedDocumentException malformed) {
      addIssue("type", "$.trigger", "trigger." + malformed.getMessage());
    } catch (DateTimeException malformed) {
      addIssue("type", "$.trigger.time", "trigger.time: must be an RFC 3339 time");
    }
    return Trigger.document(now);
  }

  private Trigger.Kind kind(String text) {
    for (Trigger.Kind kind : Trigger.Kind.values()) {
      if (kind.text().equals(text)) {
        return kind;
      }
    }
    List<String> kinds = Stream.of(Trigger.Kind.values()).map(Trigger.Kind::text).toList();
    addIssue(
        "enum",
        "$.trigger.kind",
        "no such kind of trigger: "
            + Excerpt.of(text)
            + "; there are "
            + kinds
            + Suggestion.question(text, kinds));
    return Trigger.Kind.DOCUMENT;
  }

  private static List<String> names(Enum<?>[] constants) {
    return Stream.of(constants).map(Enum::name).toList();
  }

  private void addIssue(String code, String path, String message) {
    issues.add(document.issue(code, path, message));
  }
}
