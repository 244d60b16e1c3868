package dev.composeraudit.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.composeraudit.event.AuditRequest.Phase;
import dev.composeraudit.event.AuditRequest.RequestedAgent;
import dev.composeraudit.event.RejectedEvent.Code;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Trigger;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
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
  void anEventKeepsTheTraceThatItCameWith() {
    TestEvent plain = TestEntry.last().event();

    assertThat(((AuditRequest) decode(plain)).traceparent()).isEmpty();
    assertThat(((AuditRequest) decode(plain.withExtension("traceparent", "x"))).traceparent())
        .isEqualTo("x");
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

  @Test
  void theEventsIdReplacesAMissingInsertId() {
    assertThat(audited(TestEntry.first().without("insertId")).trigger().id()).isEqualTo("event-1");
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
  @ValueSource(strings = {"1969-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z", "yesterday", "0"})
  void aTimeThatIsNoneOfALogIsRejected(String time) {
    assertThat(refused(TestEntry.first().with("timestamp", time)).code())
        .isEqualTo(Code.UNREADABLE);
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

  @Test
  void anEntryMayComeWithoutPubSub() {
    TestEvent event =
        TestEvent.of(EventDecoder.AUDIT_LOG_WRITTEN, TestEntry.last().toString()).withId("direct");

    assertThat(decode(event)).isInstanceOf(AuditRequest.class);
  }

  @ParameterizedTest
  @CsvSource({
    "protoPayload.serviceName, storage.googleapis.com, FOREIGN_ENTRY",
    "protoPayload.methodName, storage.buckets.create, FOREIGN_ENTRY",
    "protoPayload.methodName, x." + CREATE + ", FOREIGN_ENTRY",
    "resource.type, k8s_cluster, FOREIGN_ENTRY",
    "logName, projects/acme-data/logs/cloudaudit.googleapis.com%2Fdata_access, FOREIGN_ENTRY",
    "logName, projects/other/logs/cloudaudit.googleapis.com%2Factivity, INCONSISTENT",
    "resource.labels.project_id, other, INCONSISTENT",
    "resource.labels.location, us-central1, INCONSISTENT",
    "resource.labels.environment_name, other, INCONSISTENT",
    "protoPayload.resourceName, projects/acme-data, INCONSISTENT",
    "protoPayload.resourceName, projects/acme-data/locations/l/environments/../x, INCONSISTENT",
    "protoPayload.resourceName, projects/acme-data/locations/l/environments/e?a=b, INCONSISTENT",
    "protoPayload.resourceName, projects/acme-data/locations/l/environments/e%2f, INCONSISTENT"
  })
  void anEntryThatIsNotOursOrContradictsItselfIsRejectedWithThePlace(
      String path, String value, Code expected) {
    RejectedEvent refusal = refused(TestEntry.first().with(path, value));

    assertThat(refusal.code()).isEqualTo(expected);
    assertThat(refusal.message())
        .startsWith(path + ": ")
        .contains(value.substring(value.lastIndexOf('/') + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"logName", "protoPayload", "protoPayload.methodName", "protoPayload.resourceName"})
  void anEntryWithoutWhatMakesItOursIsRejected(String path) {
    assertThat(refused(TestEntry.first().without(path)).message()).isNotBlank();
  }

  @Test
  void aProjectThatIsNotAuditedIsRejected() {
    EventDecoder decoder =
        new EventDecoder(ProjectFilter.of(List.of("acme-web", "acme-*-prod")), CLOCK);

    assertThat(decoder.decode(TestEntry.first().event()))
        .isInstanceOfSatisfying(
            RejectedEvent.class,
            refusal -> assertThat(refusal.code()).isEqualTo(Code.OUT_OF_SCOPE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme-data", "acme-*", "*", "*-data", "a*e-d*a"})
  void aProjectThatMatchesTheScopeIsAudited(String pattern) {
    EventDecoder decoder = new EventDecoder(ProjectFilter.of(List.of("other", pattern)), CLOCK);

    assertThat(decoder.decode(TestEntry.first().event())).isInstanceOf(AuditRequest.class);
  }

  @Test
  void anExcludedProjectIsNotAuditedWhateverElseMatches() {
    assertThat(ProjectFilter.of(List.of("!*-sandbox", "acme-*")).contains("acme-sandbox"))
        .isFalse();
    assertThat(ProjectFilter.of(List.of("acme-*", "!*-sandbox")).contains("acme-data")).isTrue();
    assertThat(ProjectFilter.of(List.of("!*-sandbox")).contains("other-data")).isTrue();
    assertThat(ProjectFilter.of(List.of("!*-sandbox")).contains("other-sandbox")).isFalse();
    assertThat(ProjectFilter.of(List.of("!acme-data", "acme-data")).contains("acme-data"))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme", "data", "acme-data-2", "acme.data", ""})
  void aProjectThatOnlyResemblesTheScopeIsNotAudited(String pattern) {
    EventDecoder decoder = new EventDecoder(ProjectFilter.of(List.of(pattern)), CLOCK);

    assertThat(decoder.decode(TestEntry.first().event())).isInstanceOf(RejectedEvent.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hello", "[]", "null", "{\"logName\": \"projects/p-1/logs/cl", "{}{}"})
  void aMessageThatIsNoEntryIsRejected(String data) {
    assertThat(refused(TestEvent.published(data))).isNotNull();
  }

  @Test
  void everyTruncationOfAnEntryIsRejected() {
    byte[] entry = TestEntry.first().toString().getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < entry.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(entry, length);
      assertThat(decode(TestEvent.published(cut))).isInstanceOf(RejectedEvent.class);
    }
  }

  @Test
  void anotherTypeOfEventIsRejected() {
    TestEvent event = TestEvent.of("google.cloud.storage.object.v1.finalized", "{}");

    assertThat(refused(event).code()).isEqualTo(Code.FOREIGN_EVENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"message\": {}}",
        "{\"message\": {\"data\": \"\"}}",
        "{\"message\": {\"data\": 5}}",
        "{\"message\": {\"data\": \"%%%\"}}",
        "{\"message\": \"x\"}",
        "[1]",
        "x"
      })
  void anEnvelopeThatHoldsNoMessageIsRejected(String envelope) {
    assertThat(refused(TestEvent.of(EventDecoder.MESSAGE_PUBLISHED, envelope)).code())
        .isEqualTo(Code.UNREADABLE);
  }

  @Test
  void anEventWithoutDataIsRejected() {
    TestEvent event = new TestEvent("e", EventDecoder.MESSAGE_PUBLISHED, null, Map.of());

    assertThat(refused(event).message()).isEqualTo("event: it has no data");
  }

  @Test
  void whatIsNotUtf8IsRejected() {
    assertThat(refused(TestEvent.published(new byte[] {'{', (byte) 0xff, '}'})).message())
        .isEqualTo("message data: not UTF-8");
  }

  @Test
  void aKeyThatOccursTwiceIsRejectedSinceReadersWouldDisagree() {
    String entry = TestEntry.first().toString().replaceFirst("\\{", "{\"insertId\":\"other\",");

    assertThat(refused(TestEvent.published(entry)).message())
        .contains("insertId")
        .contains("twice");
  }

  @Test
  void anOversizedEventIsRejectedUnread() {
    TestEntry entry = TestEntry.first().with("protoPayload.request.padding", "x".repeat(800_000));

    assertThat(refused(entry).message())
        .matches("event: [0-9,]+ bytes; at most 1,048,576 are read");
  }

  @Test
  void anEntryOfTheLargestSizeThatLogsTakeIsRead() {
    TestEntry entry = TestEntry.first().with("protoPayload.request.padding", "x".repeat(520_000));

    assertThat(audited(entry).phase()).isEqualTo(Phase.FIRST);
  }

  @Test
  void anEntryThatIsTooDeepIsRejected() {
    TestEntry entry =
        TestEntry.first().withJson("protoPayload.request", "[".repeat(80) + "]".repeat(80));

    assertThat(refused(entry).code()).isEqualTo(Code.UNREADABLE);
  }

  @Test
  void aHugeExponentCostsNothing() {
    TestEntry entry = TestEntry.last().withJson("protoPayload.status", "{\"code\": 1e999999999}");

    assertThat(audited(entry).phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void anExponentBeyondAllNumbersIsRejected() {
    String entry =
        TestEntry.last().toString().replace("\"status\":{}", "\"status\":{\"code\":1e99999999999}");

    assertThat(refused(TestEvent.published(entry)).message()).contains("A number is out of range");
  }

  @Test
  void aPrincipalThatNobodyHasIsRejected() {
    TestEntry entry =
        TestEntry.first().with("protoPayload.authenticationInfo.principalEmail", "x".repeat(1025));

    assertThat(refused(entry).message()).endsWith("principalEmail: 1025 characters");
  }

  /** Whatever is done to an entry, reading it ends in a value: an exception would come back. */
  @Test
  void noMutationOfAnEntryMakesDecodingFail() {
    Random random = new Random(20261123);
    String[] tokens = {
      "null",
      "{}",
      "[]",
      "\"\"",
      "-1",
      "1e99999999999",
      "1e-99999999999",
      "true",
      "NaN",
      "\"\\ud800\"",
      "\"+1000000000-01-01T00:00:00Z\"",
      "}",
      "]",
      ",",
      ":",
      "\u0000",
      "\ufeff",
      "\\u0000"
    };
    String[] seeds = {TestEntry.first().toString(), TestEntry.last().toString()};
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
      for (int j = random.nextInt(3); j >= 0; j--) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + random.nextInt(40));
        text.replace(from, to, tokens[random.nextInt(tokens.length)]);
      }
      assertThat(decode(TestEvent.published(text.toString()))).isNotNull();
    }
  }

  @Test
  void noReplacementOfAMemberMakesDecodingFail() {
    List<String> values =
        List.of(
            "null",
            "{}",
            "[]",
            "[{}]",
            "\"\"",
            "\"x\"",
            "-1",
            "1e999999999",
            "true",
            "{\"a\":[1]}");
    for (String path :
        List.of(
            "logName",
            "insertId",
            "severity",
            "timestamp",
            "receiveTimestamp",
            "resource",
            "resource.type",
            "resource.labels",
            "resource.labels.project_id",
            "operation",
            "operation.id",
            "operation.first",
            "operation.last",
            "split",
            "protoPayload",
            "protoPayload.serviceName",
            "protoPayload.methodName",
            "protoPayload.resourceName",
            "protoPayload.authenticationInfo",
            "protoPayload.authenticationInfo.principalEmail",
            "protoPayload.status",
            "protoPayload.status.code",
            "protoPayload.status.message",
            "protoPayload.request",
            "protoPayload.request.environment",
            "protoPayload.request.environment.config",
            "protoPayload.request.environment.config.nodeConfig")) {
      for (String value : values) {
        assertThat(decode(TestEntry.first().withJson(path, value).event())).as(path).isNotNull();
      }
    }
  }

  static List<String> hostile() {
    String key = "{\"" + "k".repeat(8192) + "\":";
    return List.of(
        "{\"a\":[" + "0,".repeat(390_000) + "0]}",
        "{\"a\":[" + "[],".repeat(260_000) + "0]}",
        "{\"a\":[" + "{},".repeat(260_000) + "0]}",
        "{\"a\":[" + "{\"\":0},".repeat(110_000) + "0]}",
        "{" + "\"a\":0,".repeat(130_000) + "\"a\":0}",
        key.repeat(40) + "[" + "0,".repeat(200_000) + "0]" + "}".repeat(40),
        key.repeat(40) + "{" + "\"a\":0,".repeat(60_000) + "\"a\":0}" + "}".repeat(40),
        "{\"a\":\"" + "\\u0041".repeat(130_000) + "\"}",
        "{\"a\":" + "9".repeat(780_000) + "}",
        "{".repeat(780_000),
        " ".repeat(780_000));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void anEventOfTheLargestSizeCostsLittleWhateverItHolds(String entry) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    TestEvent event = TestEvent.published(entry);
    long before = threads.getCurrentThreadAllocatedBytes();

    assertThat(decode(event)).isInstanceOf(RejectedEvent.class);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64L * 1024 * 1024);
  }

  @Test
  void anInsertIdThatNoLogGivesIsRejected() {
    assertThat(refused(TestEntry.first().with("insertId", "x".repeat(129))).message())
        .isEqualTo("insertId: 129 characters");
    assertThat(audited(TestEntry.first().with("insertId", "x".repeat(128))).trigger().id())
        .hasSize(128);
  }

  @Test
  void foreignTextMakesNoLineOfADenial() {
    RejectedEvent refusal =
        refused(
            TestEntry.first()
                .with(
                    "protoPayload.serviceName",
                    "a\nseverity=EMERGENCY\u2028\u202e" + "x".repeat(5000)));

    assertThat(refusal.message()).doesNotContain("\n", "\u2028", "\u202e").hasSizeLessThan(300);
  }

  private static AuditRequest audited(TestEntry entry) {
    return (AuditRequest) decode(entry.event());
  }

  private static RejectedEvent refused(TestEntry entry) {
    return refused(entry.event());
  }

  private static RejectedEvent refused(TestEvent event) {
    return (RejectedEvent) decode(event);
  }

  private static Request decode(TestEvent event) {
    return new EventDecoder(ProjectFilter.EVERYTHING, CLOCK).decode(event);
  }
}
