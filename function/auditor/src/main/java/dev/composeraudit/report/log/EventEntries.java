package dev.composeraudit.report.log;

import com.google.cloud.logging.Severity;
import com.google.gson.JsonObject;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.Producer;
import dev.composeraudit.report.json.JsonFields;
import io.cloudevents.CloudEvent;
import java.util.List;

/** Makes the log entries about the function itself and about events that led to no finding. */
public final class EventEntries {
  private final Producer producer;

  public EventEntries(Producer producer) {
    this.producer = producer;
  }

  /**
   * The function has started.
   *
   * @param digest of the policies in force
   * @param clustersAccount whose access token control planes are sent; blank: the function's own
   */
  public StructuredEntry started(List<PolicyInfo> policies, String digest, String clustersAccount) {
    JsonObject payload =
        EntryFields.payload("started", "Composer Audit %s started".formatted(producer.version()));
    payload.addProperty("version", producer.version());
    payload.addProperty("policies", digest);
    payload.add(
        "policy_names",
        JsonFields.texts(policies.stream().map(PolicyInfo::name).sorted().toList()));
    payload.addProperty(
        "control_planes_token",
        clustersAccount.isEmpty()
            ? "the function's own, as CLUSTERS_ACCOUNT is not set"
            : clustersAccount);
    return StructuredEntry.of(Severity.INFO, payload);
  }

  /** Composer rejected a request, so that there is nothing to judge. */
  public StructuredEntry requestRejected(AuditRequest request, EventTimer timer) {
    JsonObject payload =
        EntryFields.request(
            "event_rejected",
            "Composer rejected a request for "
                + request.environment()
                + "; there is nothing to judge",
            request);
    JsonFields.addText(payload, "reason", request.failure());
    EntryFields.addTimes(payload, timer);
    return StructuredEntry.of(
        Severity.INFO,
        payload,
        request.trigger().id(),
        EntryFields.trace(producer.project(), request.traceparent()));
  }

  /**
   * An event was rejected.
   *
   * @param copied whether a copy is in the dead-letter topic
   */
  public StructuredEntry eventRejected(
      CloudEvent event, RejectedEvent rejected, boolean copied, EventTimer timer) {
    JsonObject payload =
        EntryFields.payload("event_refused", "Refused an event: " + rejected.message());
    payload.addProperty("code", rejected.code().name());
    payload.addProperty("reason", rejected.message());
    payload.addProperty("dead_lettered", copied);
    return entry(Severity.WARNING, payload, event, timer);
  }

  /** An event concerns no environment. */
  public StructuredEntry ignored(CloudEvent event, String reason, EventTimer timer) {
    JsonObject payload = EntryFields.payload("event_ignored", "Ignored an event: " + reason);
    payload.addProperty("reason", reason);
    return entry(Severity.INFO, payload, event, timer);
  }

  /** An event has to be delivered again. */
  public StructuredEntry postponed(
      CloudEvent event, RedeliveryReason why, String reason, EventTimer timer) {
    JsonObject payload = EntryFields.payload("event_postponed", "Postponed an event: " + reason);
    payload.addProperty("code", why.name());
    payload.addProperty("reason", reason);
    return entry(why.severity(), payload, event, timer);
  }

  /**
   * A defect of this program keeps an event from being handled.
   *
   * @param defect the exception's class
   * @param stackTrace whose lines may quote anything
   */
  public StructuredEntry defect(
      CloudEvent event, String defect, String stackTrace, EventTimer timer) {
    JsonObject payload =
        EntryFields.payload("event_postponed", "A defect of Composer Audit: " + defect);
    payload.addProperty("code", "DEFECT");
    payload.addProperty("reason", defect);
    payload.addProperty("stack_trace", stackTrace);
    return entry(Severity.ERROR, payload, event, timer);
  }

  private StructuredEntry entry(
      Severity severity, JsonObject payload, CloudEvent event, EventTimer timer) {
    EntryFields.addTimes(payload, timer);
    String id = JsonFields.truncate(event.getId());
    payload.addProperty("event_id", id);
    return StructuredEntry.of(
        severity,
        payload,
        id,
        EntryFields.trace(producer.project(), event.getExtension("traceparent")));
  }
}
