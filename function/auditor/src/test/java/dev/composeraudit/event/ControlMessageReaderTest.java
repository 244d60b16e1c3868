package dev.composeraudit.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.event.AuditRequest.Phase;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Trigger;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands on the events topic beside the audit log entries of environments. */
final class ControlMessageReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static final String SWEEP_PAGE =
      """
      {"kind": "sweep", "id": "sweep-1", "time": "2026-11-23T10:00:00Z", "scope": "folders/7",
       "page": 3, "pageToken": "t-3", "restarted": true, "environments": 1000}
      """;
  private static final String COVERAGE_PAGE =
      """
      {"kind": "coverage", "id": "check-1", "time": "2026-11-23T10:00:00Z", "scope": "folders/7",
       "page": 1, "environments": 1000, "unjudged": 1, "named": ["%s"]}
      """
          .formatted(TestEntry.NAME);

  private final EventDecoder decoder =
      new EventDecoder(ProjectFilter.of(List.of("acme-*")), Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void aSweepIsKnownByItsMessage() {
    TestEvent event = TestEvent.published("{\"kind\": \"sweep\"}");

    assertThat(decoder.decode(event)).isInstanceOf(SweepRequest.class);
    assertThat(((SweepRequest) decoder.decode(event)).id()).isEqualTo(event.getId());
  }

  @Test
  void aCoverageCheckIsKnownByItsMessage() {
    TestEvent event = TestEvent.published("{\"kind\": \"coverage\"}");

    assertThat(decoder.decode(event))
        .isEqualTo(new CoverageRequest(event.getId(), Instant.parse("2026-11-23T10:00:01Z")));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T11:00:00+01:00, 2026-11-23T10:00:00Z",
    "2026-11-23T12:00:00Z, 2026-11-23T12:00:00Z",
    "2026-11-23T12:00:01Z, 2026-11-23T12:00:00Z"
  })
  void aRequestIsOfTheTimeItWasSentAndNeverOfTheFuture(String sent, Instant expected) {
    OffsetDateTime time = OffsetDateTime.parse(sent);
    TestEvent sweep = TestEvent.published("{\"kind\": \"sweep\"}").sentAt(time);
    TestEvent coverage = TestEvent.published("{\"kind\": \"coverage\"}").sentAt(time);

    assertThat(decoder.decode(sweep)).isEqualTo(new SweepRequest(sweep.id(), expected));
    assertThat(decoder.decode(coverage)).isEqualTo(new CoverageRequest(coverage.id(), expected));
  }

  @Test
  void aRequestThatDoesNotSayWhenItWasSentIsOfNow() {
    TestEvent sweep = TestEvent.published("{\"kind\": \"sweep\"}").sentAt(null);

    assertThat(decoder.decode(sweep)).isEqualTo(new SweepRequest(sweep.id(), NOW));
  }

  @Test
  void aRequestsIdHasOneTo128Characters() {
    TestEvent sweep = TestEvent.published("{\"kind\": \"sweep\"}");
    TestEvent coverage = TestEvent.published("{\"kind\": \"coverage\"}");

    assertThat(decoder.decode(sweep.withId("x".repeat(128)))).isInstanceOf(SweepRequest.class);
    assertThat(decoder.decode(sweep.withId("x".repeat(129))))
        .isEqualTo(
            new RejectedEvent(RejectedEvent.Code.UNREADABLE, "id: must have 1 to 128 characters"));
    assertThat(decoder.decode(coverage.withId(""))).isInstanceOf(RejectedEvent.class);
  }

  @Test
  void aRequestWithAKeyOfAnotherKindOfRequestIsRejectedWithThatKey() {
    String time = "2026-11-23T10:00:00Z";

    assertThat(message("{\"kind\": \"coverage\", \"environment\": \"x\"}"))
        .isEqualTo("no such key in a request: \"environment\"");
    assertThat(message(audit(time).replace("\"id\"", "\"dry\": true, \"id\"")))
        .isEqualTo("no such key in a request: \"dry\"");
  }

  @Test
  void aSweepGoesOnAtAPage() {
    assertThat(decode(SWEEP_PAGE))
        .isEqualTo(
            new SweepRequest(
                "sweep-1",
                Instant.parse("2026-11-23T10:00:00Z"),
                new PagePosition("folders/7", 3, "t-3", true),
                1000));
  }

  @Test
  void aCoverageCheckGoesOnAtAPageWithWhatWasCounted() {
    assertThat(decode(COVERAGE_PAGE))
        .isEqualTo(
            new CoverageRequest(
                "check-1",
                Instant.parse("2026-11-23T10:00:00Z"),
                new PagePosition("folders/7", 1, "", false),
                new CoverageCount(1000, 1, List.of(EnvironmentName.parse(TestEntry.NAME)))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"id\": \"sweep-1\", | | id: must have 1 to 128 characters",
        "2026-11-23T10:00:00Z | soon | time: not an RFC 3339 time since 1970: \"soon\"",
        "\"page\": 3 | \"page\": 1 | pageToken: must be absent for the first page, and present"
            + " for all others",
        "\"page\": 3 | \"page\": 0 | page: must be a whole number from 1 to 1,000,000",
        "\"page\": 3 | \"page\": 2.5 | page: must be a whole number from 1 to 1,000,000",
        "\"page\": 3 | \"page\": \"3\" | page: must be a whole number from 1 to 1,000,000",
        "\"t-3\" | \"\" | pageToken: must be absent for the first page, and present for all others",
        "true | 1 | restarted: must be true or false",
        "1000 | -1 | environments: must be a whole number from 0 to 100,000,000",
        "1000 | 1e400 | environments: must be a whole number from 0 to 100,000,000",
        "\"restarted\" | \"named\" | no such key in a request: \"named\""
      })
  void aPageOfASweepThatIsMalformedIsRejectedWithTheField(
      String from, @Nullable String to, String message) {
    assertThat(message(SWEEP_PAGE.replace(from, to == null ? "" : to))).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"unjudged\": 1, | \"unjudged\": 2, | named: must have 2 names",
        "\"unjudged\": 1, | \"unjudged\": 1001, |"
            + " unjudged: must be a whole number from 0 to 1,000",
        "\"unjudged\": 1, | \"unjudged\": 0, | named: must have 0 names",
        "\"unjudged\": 1, | \"unjudged\": 101, | named: must have 100 names",
        "acme-data | ../x | named: not an environment name"
      })
  void whatAPageSaysWasCountedMustFitTogether(String from, String to, String message) {
    assertThat(message(COVERAGE_PAGE.replace(from, to))).startsWith(message);
  }

  @Test
  void aTokenOrAScopeWithoutEndIsRejected() {
    assertThat(message(SWEEP_PAGE.replace("t-3", "t".repeat(8193))))
        .isEqualTo("pageToken: must have at most 8,192 characters");
    assertThat(message(SWEEP_PAGE.replace("folders/7", "f".repeat(129))))
        .isEqualTo("scope: must have at most 128 characters");
  }

  @Test
  void anAuditThatASweepAskedForIsOfThatSweep() {
    AuditRequest event = (AuditRequest) decode(audit("2026-11-23T10:00:00Z"));

    assertThat(event.environment().toString()).isEqualTo(TestEntry.NAME);
    assertThat(event.phase()).isEqualTo(Phase.LAST);
    assertThat(event.trigger())
        .isEqualTo(
            new Trigger(
                Trigger.Kind.SWEEP, "", "", Instant.parse("2026-11-23T10:00:00Z"), "sweep-1"));
  }

  @Test
  void aTimeInTheFutureIsNow() {
    AuditRequest event = (AuditRequest) decode(audit("2099-01-01T00:00:00Z"));

    assertThat(event.trigger().time()).isEqualTo(NOW);
  }

  @Test
  void anEnvironmentOutOfScopeIsRejected() {
    RejectedEvent refusal =
        (RejectedEvent) decode(audit("2026-11-23T10:00:00Z").replace("acme-data", "other-data"));

    assertThat(refusal.code()).isEqualTo(RejectedEvent.Code.OUT_OF_SCOPE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\": \"sweeep\"}",
        "{\"kind\": \"sweep\", \"scope\": \"organizations/1\"}",
        "{\"kind\": 1}",
        "{\"kind\": \"audit\"}",
        "{\"kind\": \"audit\", \"environment\": \"projects/p/../e\", \"id\": \"1\","
            + " \"time\": \"2026-11-23T10:00:00Z\"}",
        "{\"kind\": \"audit\", \"environment\": \""
            + TestEntry.NAME
            + "\", \"id\": \"\","
            + " \"time\": \"2026-11-23T10:00:00Z\"}",
        "{\"kind\": \"audit\", \"environment\": \""
            + TestEntry.NAME
            + "\", \"id\": \"1\","
            + " \"time\": \"soon\"}",
        "{\"kind\": \"audit\", \"environment\": \""
            + TestEntry.NAME
            + "\", \"id\": \"1\","
            + " \"time\": \"1013-11-23T10:00:00Z\"}"
      })
  void aMalformedRequestIsRejected(String message) {
    assertThat(((RejectedEvent) decode(message)).code()).isEqualTo(RejectedEvent.Code.UNREADABLE);
  }

  @Test
  void aChangeOfAnEgressPolicyIsOneOfItsCluster() {
    ClusterChange change = (ClusterChange) decode(clusterEntry("acme-data").toString());

    assertThat(change.cluster())
        .isEqualTo(ClusterName.parse("projects/acme-data/locations/europe-west1/clusters/c-1"));
    assertThat(change.trigger().principal()).isEqualTo("alice@example.com");
    assertThat(change.trigger().kind()).isEqualTo(Trigger.Kind.UPDATE);
  }

  @Test
  void aChangeOfAnythingElseInAClusterIsRejected() {
    TestEntry entry =
        clusterEntry("acme-data").with("protoPayload.methodName", "io.k8s.core.v1.pods.create");

    assertThat(((RejectedEvent) decode(entry.toString())).code())
        .isEqualTo(RejectedEvent.Code.FOREIGN_ENTRY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.example.evil.v1.egressnatpolicies.create",
        "io.gke.networking.evil.v1.egressnatpolicies.create",
        "com.evil.io.gke.networking.v1.egressnatpolicies.create",
        "io.gke.networking.v1.egressnatpolicies.create.evil",
        "io.gke.networking.v1.egressnatpolicies.get",
        "io.gke.networking.v1.egressnatpolicies.update\\n"
      })
  void aKindOfThatNameInAnotherApiGroupIsNotTheOneThatDecides(String method) {
    TestEntry entry = clusterEntry("acme-data").with("protoPayload.methodName", method);

    assertThat(((RejectedEvent) decode(entry.toString())).code())
        .isEqualTo(RejectedEvent.Code.FOREIGN_ENTRY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"protoPayload.methodName", "protoPayload.authenticationInfo.principalEmail"})
  void whatPoliciesMayRepeatIsRejectedWhereItIsLong(String path) {
    TestEntry entry = clusterEntry("acme-data").with(path, "a.egressnatpolicies.".repeat(100));

    assertThat(((RejectedEvent) decode(entry.toString())).code())
        .isEqualTo(RejectedEvent.Code.INCONSISTENT);
  }

  @Test
  void aClusterEntryWhoseLogIsOfAnotherProjectIsRejected() {
    TestEntry entry = clusterEntry("acme-other").with("resource.labels.project_id", "acme-data");

    assertThat(((RejectedEvent) decode(entry.toString())).code())
        .isEqualTo(RejectedEvent.Code.INCONSISTENT);
  }

  @ParameterizedTest
  @CsvSource({
    "resource.type, cloud_composer_environment, FOREIGN_ENTRY",
    "resource.labels.cluster_name, ../c-1, INCONSISTENT",
    "logName, projects/acme-data/logs/cloudaudit.googleapis.com%2Fdata_access, FOREIGN_ENTRY"
  })
  void aClusterEntryThatIsNotOursOrContradictsItselfIsRejectedWithThePlace(
      String path, String value, RejectedEvent.Code expected) {
    RejectedEvent refusal =
        (RejectedEvent) decode(clusterEntry("acme-data").with(path, value).toString());

    assertThat(refusal.code()).isEqualTo(expected);
    assertThat(refusal.message()).contains(value);
    assertThat(path).startsWith(refusal.message().substring(0, refusal.message().indexOf(':')));
  }

  @Test
  void aChangeOfAClusterInAProjectThatIsNotAuditedIsRejected() {
    TestEntry entry = clusterEntry("other").with("resource.labels.project_id", "other");

    assertThat(((RejectedEvent) decode(entry.toString())).code())
        .isEqualTo(RejectedEvent.Code.OUT_OF_SCOPE);
  }

  @Test
  void aMethodMayHave256Characters() {
    String method = "io.gke.networking.v" + "1".repeat(256 - 44) + ".egressnatpolicies.update";
    assertThat(method).hasSize(256);
    TestEntry entry = clusterEntry("acme-data").with("protoPayload.methodName", method);

    assertThat(((ClusterChange) decode(entry.toString())).trigger().method()).isEqualTo(method);
  }

  private static TestEntry clusterEntry(String project) {
    return TestEntry.first()
        .with("logName", "projects/" + project + "/logs/cloudaudit.googleapis.com%2Factivity")
        .with("resource.type", "k8s_cluster")
        .withJson(
            "resource.labels",
            "{\"project_id\": \"%s\", \"location\": \"europe-west1\", \"cluster_name\": \"c-1\"}"
                .formatted(project))
        .with("protoPayload.serviceName", "k8s.io")
        .with("protoPayload.methodName", "io.gke.networking.v1.egressnatpolicies.update");
  }

  private static String audit(String time) {
    return "{\"kind\": \"audit\", \"environment\": \"%s\", \"id\": \"sweep-1\", \"time\": \"%s\"}"
        .formatted(TestEntry.NAME, time);
  }

  private String message(String request) {
    return ((RejectedEvent) decode(request)).message();
  }

  private Request decode(String message) {
    return decoder.decode(TestEvent.published(message));
  }
}
