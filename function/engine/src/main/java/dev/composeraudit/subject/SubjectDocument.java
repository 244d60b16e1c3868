package dev.composeraudit.subject;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.subject.Observed.Reason;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One Subject document on its way to a {@link Subject}; collects its errors as it goes. */
final class SubjectDocument {
  private static final String API_VERSION = "composer-audit/v1";
  private static final Set<Part> MAY_BE_NONE =
      Set.of(Part.IP_MASQ_AGENT_CONFIG, Part.IP_MASQ_AGENT_DAEMON_SET);
  private static final Set<String> KEYS =
      Set.of(
          "apiVersion",
          "kind",
          "environment",
          "cluster",
          "subnetworks",
          "egressNatPolicies",
          "ipMasqAgentConfig",
          "ipMasqAgentDaemonSet",
          "trigger",
          "unknown");

  private final Document document;
  private final Clock clock;
  private final List<Issue> issues;
  private final Map<String, Observed.Unknown<Object>> unknown = new HashMap<>();

  SubjectDocument(Document document, Clock clock, List<Issue> issues) {
    this.document = document;
    this.clock = clock;
    this.issues = issues;
  }

  /** Reads a part's JSON, or says what is wrong with it. */
  private interface PartReader<T> {
    Observed<T> read(JsonElement json) throws MalformedDocumentException;
  }

  /** The subject; empty, with issues, if it is not known which environment it is about. */
  Optional<Subject> read() {
    if (!(document.value() instanceof JsonObject root)) {
      addIssue("type", "$", "a Subject must be an object");
      return Optional.empty();
    }
    checkTypes(root);
    readUnknown(root);
    Observed<Environment> environment =
        part(root, Part.ENVIRONMENT, json -> known(ResourceReader.environment(object(json))));
    return name(environment).map(name -> subject(root, name, environment));
  }

  private Subject subject(
      JsonObject root, EnvironmentName name, Observed<Environment> environment) {
    Instant now = clock.instant();
    Map<String, Observed.Unknown<Object>> fields = new HashMap<>();
    unknown.forEach(
        (path, why) -> {
          if (EnvironmentFields.isField(path)) {
            fields.put(EnvironmentFields.inEnvironment(path), why);
          }
        });
    return new Subject(
        name,
        readTrigger(root, now),
        environment,
        fields,
        part(root, Part.CLUSTER, json -> known(ResourceReader.cluster(object(json)))),
        part(root, Part.SUBNETWORKS, SubjectDocument::subnetworks),
        part(root, Part.EGRESS_NAT_POLICIES, ResourceReader::egressNatPolicies),
        part(
            root,
            Part.IP_MASQ_AGENT_CONFIG,
            json ->
                isNone(json)
                    ? known(Optional.empty())
                    : known(Optional.of(AgentConfigMap.of(object(json))))),
        part(
            root,
            Part.IP_MASQ_AGENT_DAEMON_SET,
            json ->
                isNone(json)
                    ? known(Optional.empty())
                    : known(Optional.of(AgentDaemonSet.of(object(json))))),
        "document",
        now);
  }

  private void checkTypes(JsonObject root) {
    for (String key : root.keySet()) {
      if (!KEYS.contains(key)) {
        issues.add(
            new Issue(
                "unknown-key",
                document.file(),
                document.keyPlace("$." + key),
                "a Subject has no key " + Excerpt.of(key)));
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
                "no such key: " + Excerpt.of(key) + "; there are " + new TreeSet<>(keys)));
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

  private Optional<EnvironmentName> name(Observed<Environment> environment) {
    if (!(environment instanceof Observed.Known<Environment> known)) {
      if (issues.isEmpty()) {
        addIssue("missing-key", "$.environment", "environment: missing; a Subject is about one");
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

  private <T> Observed<T> part(JsonObject root, Part part, PartReader<T> reader) {
    JsonElement json = root.get(part.key());
    Observed.Unknown<Object> stated = unknown.get(part.key());
    if (json == null) {
      return stated != null
          ? stated.as()
          : Observed.unknown(
              Reason.NOT_PROVIDED, "the document has no " + part.key() + "; add it to judge by it");
    }
    if (stated != null) {
      addIssue("contradiction", "$.unknown." + part.key(), part.key() + " is given and unknown");
    }
    if (json.isJsonNull() && !MAY_BE_NONE.contains(part)) {
      addIssue("type", "$." + part.key(), part.key() + " is null; leave it out if it is unknown");
      return Observed.unknown(Reason.UNREADABLE, "the document says null");
    }
    try {
      return reader.read(json);
    } catch (MalformedDocumentException malformed) {
      addIssue("form", "$." + part.key(), part.key() + ": " + malformed.getMessage());
      return Observed.unknown(Reason.UNREADABLE, String.valueOf(malformed.getMessage()));
    }
  }

  private static Observed<List<Subnetwork>> subnetworks(JsonElement json)
      throws MalformedDocumentException {
    JsonObject holder = new JsonObject();
    holder.add("subnetworks", json);
    List<Subnetwork> subnetworks = new ArrayList<>();
    for (JsonObject each : Json.objects(holder, "subnetworks")) {
      subnetworks.add(Subnetwork.of(each));
    }
    return Observed.known(List.copyOf(subnetworks));
  }

  /** In a JSON merge patch null removes a key, so that an empty object stands for "none" too. */
  private static boolean isNone(JsonElement json) {
    return json.isJsonNull() || (json instanceof JsonObject object && object.isEmpty());
  }

  private void readUnknown(JsonObject root) {
    try {
      JsonObject parts = Json.object(root, "unknown");
      for (String path : parts.keySet()) {
        JsonObject why = Json.object(parts, path);
        checkKeys(why, "$.unknown." + path, Set.of("reason", "help"));
        if (Part.ofKey(path).isEmpty() && !EnvironmentFields.isField(path)) {
          addIssue("unknown-key", "$.unknown." + path, "no such part: " + Excerpt.of(path));
        }
        unknown.put(path, new Observed.Unknown<>(reason(why, path), Json.text(why, "help")));
      }
    } catch (MalformedDocumentException malformed) {
      addIssue("type", "$.unknown", "unknown." + malformed.getMessage());
    }
  }

  private Reason reason(JsonObject why, String path) throws MalformedDocumentException {
    String text = Json.text(why, "reason");
    try {
      return Reason.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException none) {
      addIssue(
          "enum",
          "$.unknown." + path + ".reason",
          "reason must be one of " + Arrays.toString(Reason.values()));
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
    addIssue("enum", "$.trigger.kind", "no such kind of trigger: " + Excerpt.of(text));
    return Trigger.Kind.DOCUMENT;
  }

  private void addIssue(String code, String path, String message) {
    issues.add(document.issue(code, path, message));
  }

  private static <T> Observed<T> known(T value) {
    return Observed.known(value);
  }

  private static JsonObject object(JsonElement json) throws MalformedDocumentException {
    return Json.asObject(json, "the value");
  }
}
