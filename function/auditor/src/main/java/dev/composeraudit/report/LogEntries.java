package dev.composeraudit.report;

import com.google.cloud.logging.Severity;
import com.google.gson.JsonObject;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.EnvironmentName;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the log entries. Their field {@code event} says of what kind they are. */
final class LogEntries {
  private final Producer product;

  LogEntries(Producer product) {
    this.product = product;
  }

  /** That the function has started, and with which policies. */
  StructuredLog.Entry started(List<PolicyInfo> policies, String digest) {
    JsonObject payload =
        payload("started", "Composer Audit %s started".formatted(product.version()));
    payload.addProperty("version", product.version());
    payload.addProperty("policies", digest);
    payload.add(
        "policy_names", OcsfJson.texts(policies.stream().map(PolicyInfo::name).sorted().toList()));
    return StructuredLog.Entry.of(Severity.INFO, payload);
  }

  /** What one policy says; with the finding, if one is published. */
  StructuredLog.Entry result(Report report, Result result, Optional<Finding> finding) {
    PolicyInfo policy = result.policy();
    EnvironmentName name = report.subject().name();
    JsonObject payload =
        payload(
            "policy_result",
            "%s %s %s: %s"
                .formatted(result.outcome(), policy.name(), name, result.messages().get(0)));
    payload.addProperty("policy", policy.name());
    payload.addProperty("policy_severity", result.severity().name());
    payload.addProperty("result", result.outcome().name());
    finding.ifPresent(it -> payload.addProperty("finding_uid", it.uid()));
    payload.addProperty("resource_name", name.fullResourceName());
    payload.add("environment", environment(name));
    OcsfJson.addText(payload, "recommendation", policy.recommendation());
    payload.add("caused_by", OcsfJson.texts(result.causedBy()));
    payload.addProperty("root", result.causedBy().isEmpty());
    payload.addProperty(
        "baseline",
        finding.map(it -> it.ocsf().getAsJsonObject("unmapped").has("baseline")).orElse(false));
    payload.addProperty("policies", report.policies());
    payload.add("trigger", trigger(report.event()));
    return new StructuredLog.Entry(
        severity(result),
        payload,
        Map.of(
            "policy", policy.name(),
            "result", result.outcome().name(),
            "environment", name.toString()),
        finding.map(Finding::message).orElse(""),
        report.event().trigger().id(),
        trace(report.event().traceparent()));
  }

  /** The one entry about an event whose environment was judged. */
  StructuredLog.Entry judged(Report report) {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    report.results().forEach(result -> counts.merge(result.outcome(), 1L, Long::sum));
    String summary =
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
    JsonObject results = new JsonObject();
    for (Outcome outcome : Outcome.values()) {
      results.addProperty(outcome.name(), counts.getOrDefault(outcome, 0L));
    }
    return handled("event_judged", "Judged %s: " + summary, results, report);
  }

  /** The one entry about an event whose environment is gone. */
  StructuredLog.Entry archived(Report report) {
    return handled("event_archived", "Archived the findings of %s", new JsonObject(), report);
  }

  private StructuredLog.Entry handled(
      String kind, String message, JsonObject results, Report report) {
    AuditRequest event = report.event();
    JsonObject payload = about(kind, message.formatted(event.environment()), event);
    payload.add("results", results);
    payload.addProperty("policies", report.policies());
    payload.addProperty(
        "age_ms", Duration.between(event.trigger().time(), report.time()).toMillis());
    return entry(Severity.INFO, payload, event);
  }

  /** That Security Command Center does not show what it should until somebody mends the cause. */
  StructuredLog.Entry securityCenterRefused(Report report, String reason) {
    AuditRequest event = report.event();
    JsonObject payload =
        about(
            "security_center_refused",
            "Not in Security Command Center: the findings of %s: %s"
                .formatted(event.environment(), reason),
            event);
    payload.addProperty("code", "SECURITY_CENTER");
    payload.addProperty("reason", OcsfJson.limited(reason));
    return entry(Severity.ERROR, payload, event);
  }

  /** That a request was rejected by Composer, so that there is nothing to judge. */
  StructuredLog.Entry rejected(AuditRequest event, EventTimer watch) {
    JsonObject payload =
        about(
            "event_rejected",
            "Composer rejected a request for "
                + event.environment()
                + "; there is nothing to judge",
            event);
    OcsfJson.addText(payload, "reason", event.failure());
    watch.addTo(payload);
    return entry(Severity.INFO, payload, event);
  }

  StructuredLog.Entry refused(
      CloudEvent event, RejectedEvent refusal, boolean copied, EventTimer watch) {
    JsonObject payload = payload("event_refused", "Refused an event: " + refusal.message());
    payload.addProperty("code", refusal.code().name());
    payload.addProperty("reason", refusal.message());
    payload.addProperty("dead_lettered", copied);
    return entry(Severity.WARNING, payload, event, watch);
  }

  StructuredLog.Entry ignored(CloudEvent event, String reason, EventTimer watch) {
    JsonObject payload = payload("event_ignored", "Ignored an event: " + reason);
    payload.addProperty("reason", reason);
    return entry(Severity.INFO, payload, event, watch);
  }

  StructuredLog.Entry postponed(
      CloudEvent event, RedeliveryReason why, String reason, EventTimer watch) {
    JsonObject payload = payload("event_postponed", "Postponed an event: " + reason);
    payload.addProperty("code", why.name());
    payload.addProperty("reason", reason);
    return entry(why.severity(), payload, event, watch);
  }

  /** A defect of ours. The trace stands in a value, since its lines may quote anything. */
  StructuredLog.Entry broken(CloudEvent event, String what, String stackTrace, EventTimer watch) {
    JsonObject payload = payload("event_postponed", "A defect of Composer Audit: " + what);
    payload.addProperty("code", "DEFECT");
    payload.addProperty("reason", what);
    payload.addProperty("stack_trace", stackTrace);
    return entry(Severity.ERROR, payload, event, watch);
  }

  /** ERROR is for what could not be judged: a violation must not look like a broken function. */
  private static Severity severity(Result result) {
    if (result.outcome() == Outcome.ERROR) {
      return result.causedBy().isEmpty() ? Severity.ERROR : Severity.NOTICE;
    }
    if (result.outcome() != Outcome.FAIL) {
      return Severity.INFO;
    }
    return switch (result.severity()) {
      case CRITICAL, HIGH -> result.causedBy().isEmpty() ? Severity.WARNING : Severity.NOTICE;
      case MEDIUM, LOW -> Severity.NOTICE;
      case INFORMATIONAL -> Severity.INFO;
    };
  }

  private static JsonObject payload(String kind, String message) {
    JsonObject payload = new JsonObject();
    payload.addProperty("message", OcsfJson.limited(message));
    payload.addProperty("event", kind);
    return payload;
  }

  private static JsonObject about(String kind, String message, AuditRequest event) {
    JsonObject payload = payload(kind, message);
    payload.addProperty("phase", event.phase().name());
    payload.addProperty("operation", OcsfJson.limited(event.operationId()));
    payload.add("environment", environment(event.environment()));
    payload.add("trigger", trigger(event));
    return payload;
  }

  private StructuredLog.Entry entry(Severity severity, JsonObject payload, AuditRequest event) {
    return new StructuredLog.Entry(
        severity, payload, Map.of(), "", event.trigger().id(), trace(event.traceparent()));
  }

  private StructuredLog.Entry entry(
      Severity severity, JsonObject payload, CloudEvent event, EventTimer watch) {
    watch.addTo(payload);
    String id = OcsfJson.limited(event.getId());
    payload.addProperty("event_id", id);
    return new StructuredLog.Entry(
        severity, payload, Map.of(), "", id, trace(event.getExtension("traceparent")));
  }

  private static JsonObject environment(EnvironmentName name) {
    JsonObject json = new JsonObject();
    json.addProperty("project", name.project());
    json.addProperty("location", name.location());
    json.addProperty("name", name.environment());
    return json;
  }

  private static JsonObject trigger(AuditRequest event) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", event.trigger().kind().text());
    json.addProperty("insert_id", event.trigger().id());
    json.addProperty("method", event.trigger().method());
    OcsfJson.addText(json, "principal", event.trigger().principal());
    return json;
  }

  /** A W3C trace context as Cloud Logging names a trace; blank if it is not of that form. */
  private String trace(@Nullable Object traceparent) {
    return traceparent instanceof String text
            && text.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
        ? "projects/%s/traces/%s".formatted(product.project(), text.substring(3, 35))
        : "";
  }
}
