package dev.composeraudit.report;

import com.google.cloud.logging.Severity;
import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.report.CoverageReport.Compared;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Tells which environments nobody has judged of late: one finding about the whole scope, and two
 * log entries, one as for any policy's result and one for the event. Sending the same report twice
 * must be harmless: the ids are the same.
 */
public final class CoverageReporter {
  private final Publisher findings;
  private final StructuredLog journal;
  private final CoverageWriter writer;

  public CoverageReporter(Publisher findings, StructuredLog journal, Producer product) {
    this.findings = findings;
    this.journal = journal;
    this.writer = new CoverageWriter(product);
  }

  /**
   * Publishes the finding, and logs it once it was accepted.
   *
   * @param scope {@code organizations/N}, {@code folders/N} or {@code projects/P}
   * @param time when it was compared
   * @throws PublishException if the finding was not accepted; then nothing was logged
   */
  public void send(
      CoverageRequest check, String scope, CoverageReport report, Instant time, EventTimer watch)
      throws PublishException {
    CoverageWriter.Statement statement = CoverageWriter.Statement.of(scope, report);
    Finding finding = writer.write(check, scope, statement, time);
    watch.enter(EventTimer.Stage.TELLING);
    findings.publish(List.of(message(finding)), watch.deadline());
    StructuredLog.Entry checked = checked(check, statement, report, time);
    watch.addStages(checked.payload());
    journal.write(List.of(result(check, scope, statement, finding), checked));
  }

  private static PubsubMessage message(Finding finding) {
    return PubsubMessage.newBuilder()
        .setData(ByteString.copyFrom(JsonWriter.of(finding.ocsf())))
        .putAllAttributes(finding.attributes())
        .setOrderingKey(finding.uid())
        .build();
  }

  /** With the fields by which metrics and alerts know a result. */
  private static StructuredLog.Entry result(
      CoverageRequest check, String scope, CoverageWriter.Statement statement, Finding finding) {
    JsonObject payload = payload("policy_result", statement, check);
    payload.addProperty("policy", CoverageWriter.POLICY);
    payload.addProperty("policy_severity", CoverageWriter.SEVERITY.name());
    payload.addProperty("result", statement.result());
    payload.addProperty("finding_uid", finding.uid());
    payload.addProperty("resource_name", CoverageWriter.fullName(scope));
    payload.addProperty("recommendation", CoverageWriter.RECOMMENDATION);
    payload.addProperty("root", true);
    payload.addProperty("baseline", false);
    return new StructuredLog.Entry(
        severity(statement),
        payload,
        Map.of("policy", CoverageWriter.POLICY, "result", statement.result()),
        finding.message(),
        check.id(),
        "");
  }

  private static StructuredLog.Entry checked(
      CoverageRequest check,
      CoverageWriter.Statement statement,
      CoverageReport report,
      Instant time) {
    JsonObject payload = payload("event_coverage", statement, check);
    payload.addProperty("event_id", check.id());
    if (report instanceof Compared compared) {
      payload.addProperty("environments", compared.environments());
      payload.addProperty("unjudged", compared.unjudged().size());
    }
    payload.addProperty("age_ms", Duration.between(check.time(), time).toMillis());
    return new StructuredLog.Entry(Severity.INFO, payload, Map.of(), "", check.id(), "");
  }

  private static JsonObject payload(
      String kind, CoverageWriter.Statement statement, CoverageRequest check) {
    JsonObject trigger = new JsonObject();
    trigger.addProperty("kind", CoverageWriter.TRIGGER);
    trigger.addProperty("insert_id", check.id());
    JsonObject payload = new JsonObject();
    payload.addProperty(
        "message",
        OcsfJson.limited(
            statement.result()
                + " "
                + CoverageWriter.POLICY
                + ": "
                + String.join("; ", statement.details())));
    payload.addProperty("event", kind);
    payload.add("trigger", trigger);
    return payload;
  }

  private static Severity severity(CoverageWriter.Statement statement) {
    return switch (statement.lifecycle()) {
      case UNDECIDED -> Severity.ERROR;
      case STILL_OPEN -> Severity.WARNING;
      default -> Severity.INFO;
    };
  }
}
