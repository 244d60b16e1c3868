package dev.composeraudit.report;

import com.google.cloud.logging.Severity;
import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.event.AuditEvent;
import dev.composeraudit.event.Refusal;
import dev.composeraudit.policy.Outcome;
import dev.composeraudit.policy.PolicyInfo;
import dev.composeraudit.policy.Result;
import dev.composeraudit.subject.Deadline;
import dev.composeraudit.subject.EnvironmentName;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells the world: findings to Pub/Sub, an entry for each result and one for each event to Cloud
 * Logging. Sending the same report twice must be harmless: the ids are the same.
 */
public final class Reporter {
  private final Publisher findings;
  private final @Nullable Publisher deadLetters;
  private final Journal journal;
  private final FindingWriter writer;

  /**
   * @param deadLetters where refused events are copied to; null = nowhere
   */
  public Reporter(
      Publisher findings,
      @Nullable Publisher deadLetters,
      Journal journal,
      Product product,
      Baseline baseline) {
    this.findings = findings;
    this.deadLetters = deadLetters;
    this.journal = journal;
    this.writer = new FindingWriter(product, baseline);
  }

  /**
   * Publishes what is to be published of a report, and logs all of it once that was accepted.
   *
   * @throws PublishException if a finding was not accepted; then nothing was logged
   */
  public void send(Report report, Deadline deadline) throws PublishException {
    List<Finding> published = new ArrayList<>();
    for (Result result : report.results()) {
      writer.write(report, result).ifPresent(published::add);
    }
    publish(published, deadline);
    for (Result result : report.results()) {
      logResult(report, result, writer.write(report, result));
    }
  }

  /**
   * Archives all findings of an environment that is gone.
   *
   * @throws PublishException if a finding was not accepted
   */
  public void archive(Report report, Deadline deadline) throws PublishException {
    List<Finding> archived = new ArrayList<>();
    for (Result result : report.results()) {
      archived.add(writer.archive(report, result));
    }
    publish(archived, deadline);
  }

  /**
   * Keeps a refused event where somebody can look at it, and says why it was refused.
   *
   * @throws PublishException if the copy was not accepted
   */
  public void refuse(CloudEvent event, Refusal refusal, Deadline deadline) throws PublishException {
    if (deadLetters != null) {
      deadLetters.publish(List.of(copy(event, refusal)), deadline);
    }
    JsonObject payload = new JsonObject();
    payload.addProperty("message", "Refused an event: " + refusal.message());
    payload.addProperty("event", "event_refused");
    payload.addProperty("code", refusal.code().name());
    payload.addProperty("reason", refusal.message());
    payload.addProperty("event_id", OcsfJson.limited(event.getId()));
    journal.write(
        new Journal.Entry(Severity.WARNING, payload, Map.of(), "", event.getId(), trace(event)));
  }

  /** The one entry about an event that was handled. */
  public void logEvent(
      AuditEvent event, String outcome, String detail, Map<String, Duration> stages, Duration age) {
    JsonObject payload = new JsonObject();
    payload.addProperty("message", "%s %s: %s".formatted(outcome, event.environment(), detail));
    payload.addProperty("event", "event_handled");
    payload.addProperty("outcome", outcome);
    payload.addProperty("detail", detail);
    payload.addProperty("phase", event.phase().name());
    payload.add("environment", environment(event.environment()));
    payload.add("trigger", trigger(event));
    JsonObject millis = new JsonObject();
    stages.forEach((stage, duration) -> millis.addProperty(stage, duration.toMillis()));
    payload.add("stages_ms", millis);
    payload.addProperty("age_ms", age.toMillis());
    journal.write(
        new Journal.Entry(Severity.INFO, payload, Map.of(), "", event.trigger().id(), ""));
  }

  private void publish(List<Finding> batch, Deadline deadline) throws PublishException {
    if (batch.isEmpty()) {
      return;
    }
    List<PubsubMessage> messages = new ArrayList<>();
    for (Finding finding : batch) {
      messages.add(
          PubsubMessage.newBuilder()
              .setData(ByteString.copyFromUtf8(finding.ocsf().toString()))
              .putAllAttributes(finding.attributes())
              .setOrderingKey(finding.uid())
              .build());
    }
    findings.publish(messages, deadline);
  }

  private void logResult(Report report, Result result, Optional<Finding> finding) {
    PolicyInfo policy = result.policy();
    EnvironmentName name = report.subject().name();
    JsonObject payload = new JsonObject();
    payload.addProperty(
        "message",
        "%s %s %s: %s".formatted(result.outcome(), policy.name(), name, result.messages().get(0)));
    payload.addProperty("event", "policy_result");
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
    journal.write(
        new Journal.Entry(
            severity(result),
            payload,
            Map.of(
                "policy", policy.name(),
                "result", result.outcome().name(),
                "environment", name.toString()),
            finding.map(Finding::message).orElse(""),
            report.event().trigger().id(),
            ""));
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

  private static JsonObject environment(EnvironmentName name) {
    JsonObject json = new JsonObject();
    json.addProperty("project", name.project());
    json.addProperty("location", name.location());
    json.addProperty("name", name.environment());
    return json;
  }

  private static JsonObject trigger(AuditEvent event) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", event.trigger().kind().text());
    json.addProperty("insert_id", event.trigger().id());
    json.addProperty("method", event.trigger().method());
    OcsfJson.addText(json, "principal", event.trigger().principal());
    return json;
  }

  private static PubsubMessage copy(CloudEvent event, Refusal refusal) {
    CloudEventData data = event.getData();
    return PubsubMessage.newBuilder()
        .setData(data == null ? ByteString.EMPTY : ByteString.copyFrom(data.toBytes()))
        .putAttributes("refused", refusal.code().name())
        .putAttributes("reason", OcsfJson.limited(refusal.message()))
        .putAttributes("ce-id", OcsfJson.limited(event.getId()))
        .putAttributes("ce-type", OcsfJson.limited(event.getType()))
        .build();
  }

  /** The trace that a request came with (W3C trace context); blank if none, or not of that form. */
  private static String trace(CloudEvent event) {
    Object parent = event.getExtension("traceparent");
    return parent instanceof String text && text.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
        ? text.substring(3, 35)
        : "";
  }
}
