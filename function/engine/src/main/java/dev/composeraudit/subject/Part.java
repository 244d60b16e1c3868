package dev.composeraudit.subject;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.subject.agent.AgentConfigMap;
import dev.composeraudit.subject.agent.AgentDaemonSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of a subject that is observed by itself: its key in a Subject document, and how its value
 * is read there.
 *
 * <p>A new part is a constant here and in {@link #ALL}, and a method of {@link Subject}. Documents:
 * {@code policies/schema/subject.schema.json}, {@code SubjectSnapshot} and {@code SubjectDraft} of
 * the command line. The function and policies: function/README, "A fact about an environment".
 *
 * @param <T> the type of its value
 */
public final class Part<T> {
  /** The Composer environment, whole. */
  public static final Part<Environment> ENVIRONMENT =
      object("environment", ResourceReader::environment);

  /** The environment's GKE cluster, whole. */
  public static final Part<Cluster> CLUSTER = object("cluster", ResourceReader::cluster);

  /** The Compute subnetworks that the cluster's nodes and Pods have addresses from: all of them. */
  public static final Part<List<Subnetwork>> SUBNETWORKS = list("subnetworks", Subnetwork::of);

  /** The cluster's EgressNATPolicies: all of them. */
  public static final Part<List<EgressNatPolicy>> EGRESS_NAT_POLICIES =
      new Part<>("egressNatPolicies", false, ResourceReader::egressNatPolicies);

  /** The ip-masq-agent's ConfigMap; empty = observed, there is none. */
  public static final Part<Optional<AgentConfigMap>> IP_MASQ_AGENT_CONFIG =
      optional("ipMasqAgentConfig", AgentConfigMap::of);

  /** The ip-masq-agent's DaemonSet; empty = observed, there is none. */
  public static final Part<Optional<AgentDaemonSet>> IP_MASQ_AGENT_DAEMON_SET =
      optional("ipMasqAgentDaemonSet", AgentDaemonSet::of);

  private static final List<Part<?>> ALL =
      List.of(
          ENVIRONMENT,
          CLUSTER,
          SUBNETWORKS,
          EGRESS_NAT_POLICIES,
          IP_MASQ_AGENT_CONFIG,
          IP_MASQ_AGENT_DAEMON_SET);

  private final String key;
  private final boolean mayBeNone;
  private final Reader<JsonElement, Observed<T>> reader;

  private Part(String key, boolean mayBeNone, Reader<JsonElement, Observed<T>> reader) {
    this.key = key;
    this.mayBeNone = mayBeNone;
    this.reader = reader;
  }

  /** Reads a value from JSON, or says what is wrong with it. */
  @FunctionalInterface
  private interface Reader<J extends JsonElement, T> {
    T read(J json) throws MalformedDocumentException;
  }

  private static <T> Part<T> object(String key, Reader<JsonObject, T> reader) {
    return new Part<>(key, false, json -> Observed.known(reader.read(asObject(json))));
  }

  private static <T> Part<List<T>> list(String key, Reader<JsonObject, T> reader) {
    return new Part<>(
        key,
        false,
        json -> {
          JsonObject holder = new JsonObject();
          holder.add(key, json);
          List<T> values = new ArrayList<>();
          for (JsonObject each : Json.objects(holder, key)) {
            values.add(reader.read(each));
          }
          return Observed.known(List.copyOf(values));
        });
  }

  /** In a JSON merge patch null removes a key, so that an empty object means "none" too. */
  private static <T> Part<Optional<T>> optional(String key, Reader<JsonObject, T> reader) {
    return new Part<>(
        key,
        true,
        json ->
            json.isJsonNull() || (json instanceof JsonObject object && object.isEmpty())
                ? Observed.known(Optional.empty())
                : Deletion.checked(asObject(json), Optional.of(reader.read(asObject(json)))));
  }

  private static JsonObject asObject(JsonElement json) throws MalformedDocumentException {
    return Json.asObject(json, "the value");
  }

  /** All parts, in the order in which they are shown. */
  public static List<Part<?>> all() {
    return ALL;
  }

  /** The part with this key in a Subject document; empty if there is none. */
  public static Optional<Part<?>> ofKey(String key) {
    return ALL.stream().filter(part -> part.key.equals(key)).findFirst();
  }

  /** Its key in a Subject document. */
  public String key() {
    return key;
  }

  /** Whether it can be observed that there is none. A document says so by null. */
  boolean mayBeNone() {
    return mayBeNone;
  }

  /** Reads its value in a Subject document. */
  Observed<T> read(JsonElement json) throws MalformedDocumentException {
    return reader.read(json);
  }

  @Override
  public String toString() {
    return key;
  }
}
