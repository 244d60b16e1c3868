package dev.composeraudit.cli.snapshot;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Subnetwork;
import dev.composeraudit.subject.Trigger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A live subject as a Subject document without secrets, of which {@code check} says what {@code
 * scan} said of the environment. A part that could not be seen stays unknown, for the same reason.
 */
final class SubjectSnapshot {
  private final Subject subject;
  private final KubernetesRecorder recorded;
  private final JsonObject unknown = new JsonObject();

  private SubjectSnapshot(Subject subject, KubernetesRecorder recorded) {
    this.subject = subject;
    this.recorded = recorded;
  }

  /**
   * The document.
   *
   * @param subject whose environment is known
   * @param recorded the Kubernetes objects that were read for it
   */
  static JsonObject of(Subject subject, KubernetesRecorder recorded) {
    return new SubjectSnapshot(subject, recorded).document();
  }

  private JsonObject document() {
    JsonObject json = new JsonObject();
    json.addProperty("apiVersion", "composer-audit/v1");
    json.addProperty("kind", "Subject");
    json.add("trigger", trigger());
    add(json, Part.ENVIRONMENT, subject.environment().map(SubjectSnapshot::print));
    add(json, Part.CLUSTER, subject.cluster().map(SubjectSnapshot::print));
    add(json, Part.SUBNETWORKS, subject.subnetworks().map(SubjectSnapshot::subnetworks));
    add(json, Part.EGRESS_NAT_POLICIES, subject.egressNatPolicies().map(any -> policies()));
    add(
        json,
        Part.IP_MASQ_AGENT_CONFIG,
        subject
            .ipMasqAgentConfig()
            .map(object -> object.isEmpty() ? JsonNull.INSTANCE : masked(recorded.configMap())));
    add(
        json,
        Part.IP_MASQ_AGENT_DAEMON_SET,
        subject
            .ipMasqAgentDaemonSet()
            .map(object -> object.isEmpty() ? JsonNull.INSTANCE : masked(recorded.daemonSet())));
    addFields();
    if (!unknown.isEmpty()) {
      json.add("unknown", unknown);
    }
    return json;
  }

  private JsonObject trigger() {
    Trigger trigger = subject.trigger();
    JsonObject json = new JsonObject();
    json.addProperty("kind", trigger.kind().text());
    json.addProperty("method", trigger.method());
    json.addProperty("time", trigger.time().toString());
    return json;
  }

  private void add(JsonObject json, Part<?> part, Observed<? extends JsonElement> value) {
    if (value instanceof Known<? extends JsonElement> known) {
      json.add(part.key(), known.value());
    } else {
      unknown.add(part.key(), why((Unknown<?>) value));
    }
  }

  private void addFields() {
    Map<String, Unknown<Object>> fields = new TreeMap<>(subject.unknownFields());
    fields.forEach((path, why) -> unknown.add("environment." + path, why(why)));
  }

  private static JsonObject why(Unknown<?> unknown) {
    JsonObject why = new JsonObject();
    why.addProperty("reason", unknown.reason().name());
    why.addProperty("help", unknown.help());
    unknown
        .remedy()
        .ifPresent(
            remedy -> {
              JsonObject change = new JsonObject();
              change.addProperty("action", remedy.action());
              remedy.values().forEach(change::addProperty);
              why.add("remedy", change);
            });
    return why;
  }

  private static JsonElement print(MessageOrBuilder message) {
    try {
      return Masking.of(
          JsonParser.parseString(JsonFormat.printer().print(message)).getAsJsonObject());
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static JsonArray subnetworks(List<Subnetwork> subnetworks) {
    JsonArray array = new JsonArray();
    for (Subnetwork subnetwork : subnetworks) {
      JsonObject json = new JsonObject();
      json.addProperty("name", subnetwork.name().subnetwork());
      json.addProperty("selfLink", "https://www.googleapis.com/compute/v1/" + subnetwork.name());
      json.addProperty("ipCidrRange", subnetwork.range());
      JsonArray ranges = new JsonArray();
      for (Subnetwork.SecondaryRange range : subnetwork.secondaryRanges()) {
        JsonObject secondary = new JsonObject();
        secondary.addProperty("rangeName", range.name());
        secondary.addProperty("ipCidrRange", range.range());
        ranges.add(secondary);
      }
      json.add("secondaryIpRanges", ranges);
      if (!subnetwork.stackType().isEmpty()) {
        json.addProperty("stackType", subnetwork.stackType());
      }
      subnetwork.ipv6().forEach(json::addProperty);
      array.add(json);
    }
    return array;
  }

  private JsonArray policies() {
    JsonArray array = new JsonArray();
    recorded.policies().forEach(policy -> array.add(Masking.of(policy.getAsJsonObject())));
    return array;
  }

  private static JsonElement masked(Optional<JsonObject> object) {
    return object.<JsonElement>map(Masking::of).orElse(JsonNull.INSTANCE);
  }

  /** Whether there is something to write: a Subject document is about a known environment. */
  static boolean isPossible(Subject subject) {
    return subject.environment() instanceof Known<Environment>;
  }
}
