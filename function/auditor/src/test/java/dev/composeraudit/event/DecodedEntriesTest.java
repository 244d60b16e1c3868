package dev.composeraudit.event;

import static dev.composeraudit.event.TestDecoder.NOW;
import static dev.composeraudit.event.TestDecoder.audited;
import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.event.AuditRequest.Phase;
import dev.composeraudit.event.AuditRequest.RequestedAgent;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Trigger;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Admin Activity entries about environments report. */
final class DecodedEntriesTest {
  private static final String CREATE =
      "google.cloud.orchestration.airflow.service.v1.Environments.CreateEnvironment";

  @Test
  void aFirstEntryReportsACreationThatHasBegun() {
    assertThat(audited(TestEntry.first()))
        .isEqualTo(
            new AuditRequest(
                EnvironmentName.parse(TestEntry.NAME),
                new Trigger(
                    Trigger.Kind.CREATE_FIRST,
                    "alice@example.com",
                    CREATE,
                    Instant.parse(TestEntry.TIME),
                    "first-1"),
                Phase.FIRST,
                RequestedAgent.ABSENT,
                "op-1",
                "projects/acme-data/logs/cloudaudit.googleapis.com%2Factivity",
                ""));
  }

  @Test
  void aLastEntryNeedsNoRequestToReportACreationThatHasEnded() {
    AuditRequest event = audited(TestEntry.last());

    assertThat(event.phase()).isEqualTo(Phase.LAST);
    assertThat(event.trigger().kind()).isEqualTo(Trigger.Kind.CREATE_LAST);
    assertThat(event.requestedAgent()).isEqualTo(RequestedAgent.UNKNOWN);
    assertThat(event.operationId()).isEqualTo("op-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"code\": 13}", "{\"code\": 9, \"message\": \"quota\"}"})
  void aLastEntryWithAStatusReportsAFailure(String status) {
    assertThat(audited(TestEntry.last().withJson("protoPayload.status", status)).phase())
        .isEqualTo(Phase.FAILED);
  }

  @Test
  void aStatusThatHasOnlyAMessageIsAFailureToo() {
    AuditRequest event = audited(TestEntry.last().with("protoPayload.status.message", "no quota"));

    assertThat(event.phase()).isEqualTo(Phase.FAILED);
    assertThat(event.failure()).isEqualTo("no quota");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"code\": 0}", "null"})
  void aStatusThatSaysNothingIsNone(String status) {
    assertThat(audited(TestEntry.last().withJson("protoPayload.status", status)).phase())
        .isEqualTo(Phase.LAST);
  }

  @Test
  void anEntryWithoutAnOperationThatFailedWasRejected() {
    AuditRequest event =
        audited(
            TestEntry.first()
                .without("operation")
                .with("severity", "ERROR")
                .withJson("protoPayload.status", "{\"code\": 7, \"message\": \"denied\"}"));

    assertThat(event.phase()).isEqualTo(Phase.REJECTED);
    assertThat(event.failure()).isEqualTo("denied");
  }

  @Test
  void aFirstEntryThatFailedWasRejected() {
    assertThat(audited(TestEntry.first().withJson("protoPayload.status", "{\"code\": 3}")).phase())
        .isEqualTo(Phase.REJECTED);
  }

  @Test
  void anEntryThatIsTheOnlyOneOfItsCallIsALastOne() {
    assertThat(audited(TestEntry.first().with("operation.last", true)).phase())
        .isEqualTo(Phase.LAST);
    assertThat(audited(TestEntry.last().without("operation")).phase()).isEqualTo(Phase.LAST);
  }

  @ParameterizedTest
  @CsvSource({
    "CreateEnvironment, CREATE_FIRST, CREATE_LAST",
    "UpdateEnvironment, UPDATE, UPDATE",
    "DeleteEnvironment, DELETE, DELETE"
  })
  void theMethodShowsTheKind(String method, Trigger.Kind first, Trigger.Kind last) {
    assertThat(audited(TestEntry.first().method(method)).trigger().kind()).isEqualTo(first);
    assertThat(audited(TestEntry.last().method(method)).trigger().kind()).isEqualTo(last);
  }

  /** gcloud, gcloud beta and gcloud alpha call different versions. */
  @ParameterizedTest
  @ValueSource(strings = {"v1beta1", "v1alpha2", "v2"})
  void anotherVersionIsReadLikeV1(String version) {
    TestEntry entry =
        TestEntry.first()
            .with("protoPayload.methodName", CREATE.replace(".v1.", "." + version + "."));

    assertThat(audited(entry).phase()).isEqualTo(Phase.FIRST);
  }

  @Test
  void anAuditedResourceIsReadByItsResourceName() {
    TestEntry entry =
        TestEntry.first()
            .withJson(
                "resource",
                """
                {"type": "audited_resource", "labels": {"service": "composer.googleapis.com",
                 "method": "CreateEnvironment", "project_id": "acme-data"}}
                """);

    assertThat(audited(entry).environment()).hasToString(TestEntry.NAME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "severity",
        "resource",
        "resource.labels",
        "resource.labels.environment_name",
        "operation.id",
        "operation.producer",
        "timestamp",
        "receiveTimestamp",
        "protoPayload.status",
        "protoPayload.authenticationInfo",
        "protoPayload.request"
      })
  void aFieldThatRealEntriesMayLackIsNotNeeded(String path) {
    assertThat(audited(TestEntry.first().without(path)).phase()).isEqualTo(Phase.FIRST);
  }

  /** Cloud Logging writes a label that is not set as an empty one. */
  @ParameterizedTest
  @ValueSource(strings = {"environment_name", "location", "project_id"})
  void anEmptyLabelIsOneThatIsNotSet(String label) {
    String path = "resource.labels." + label;

    assertThat(audited(TestEntry.first().with(path, "")).environment()).hasToString(TestEntry.NAME);
    assertThat(audited(TestEntry.first().withJson(path, "null")).environment())
        .hasToString(TestEntry.NAME);
  }

  @Test
  void theTimeOfReceptionReplacesAMissingTimestamp() {
    assertThat(audited(TestEntry.first().without("timestamp")).trigger().time())
        .isEqualTo("2026-11-23T10:00:01.5Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-11-23T12:00:00.1Z", "2999-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z"})
  void anEntryFromTheFutureIsTakenToBeFromNow(String time) {
    assertThat(audited(TestEntry.first().with("timestamp", time)).trigger().time()).isEqualTo(NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"config": {"nodeConfig": {"enableIpMasqAgent": true}}}   | ENABLED
          {"config": {"nodeConfig": {"enableIpMasqAgent": false}}}  | ABSENT
          {"config": {"nodeConfig": {}}}                            | ABSENT
          {"name": "projects/p/locations/l/environments/e"}         | ABSENT
          {}                                                        | UNKNOWN
          {"config": {"nodeConfig": "cut"}}                         | UNKNOWN
          "cut"                                                     | UNKNOWN
          """)
  void theRequestShowsWhetherTheAgentWasRequested(String environment, RequestedAgent expected) {
    TestEntry entry = TestEntry.first().withJson("protoPayload.request.environment", environment);

    assertThat(audited(entry).requestedAgent()).isEqualTo(expected);
  }

  @Test
  void aPieceOfASplitEntryDoesNotShowWhatWasRequested() {
    TestEntry entry = TestEntry.first().withJson("split", "{\"uid\": \"u\", \"totalSplits\": 2}");

    assertThat(audited(entry).requestedAgent()).isEqualTo(RequestedAgent.UNKNOWN);
  }
}
