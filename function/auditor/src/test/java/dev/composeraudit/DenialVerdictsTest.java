package dev.composeraudit;

import static dev.composeraudit.ExpectedResults.AGENT;
import static dev.composeraudit.ExpectedResults.COVERAGE;
import static dev.composeraudit.ExpectedResults.DESTINATIONS;
import static dev.composeraudit.ExpectedResults.OBSERVABLE;
import static dev.composeraudit.ExpectedResults.VALID;
import static dev.composeraudit.ExpectedResults.event;
import static dev.composeraudit.ExpectedResults.neverPasses;
import static dev.composeraudit.ExpectedResults.sweep;
import static dev.composeraudit.event.TestEntry.first;
import static dev.composeraudit.event.TestEntry.last;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.composeraudit.event.TestEntry;
import dev.composeraudit.fetch.FakeCloud;
import dev.composeraudit.fetch.RecordedResponses;
import dev.composeraudit.http.FakeServer;
import dev.composeraudit.http.FakeServer.Reply;
import dev.composeraudit.http.FakeServer.Reply.Manner;
import dev.composeraudit.http.TransientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of an audit that is refused what it asks for, or meets trouble. */
final class DenialVerdictsTest {
  private static final String JUDGED = "environments-are-judged";
  private static final String ENDING = "exceptions-expire-soon";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        FakeCloud.ENVIRONMENT
            + " | Permission 'composer.environments.get' denied | composer.environments.get",
        FakeCloud.CLUSTER
            + " | Required 'container.clusters.get' permission(s) | container.clusters.get",
        FakeCloud.SUBNETWORK
            + " | Required 'compute.subnetworks.get' permission | compute.subnetworks.get"
      })
  void a403OfGooglesIsAnErrorThatNamesThePermission(
      String target, String message, String permission) throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(
          target, Reply.json(403, "{\"error\": {\"message\": \"" + message + "\"}}"));

      assertThat(bench.audit(last())).containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.published.last(OBSERVABLE).toString()).contains(permission);
      assertThat(bench.published.unknownReasons(OBSERVABLE)).containsExactly("PERMISSION_DENIED");
      neverPasses(bench, DESTINATIONS, COVERAGE);
    }
  }

  @Test
  void aDenialOfTheEnvironmentLeavesNothingToPass() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(403, "{}"));

      assertThat(bench.audit(last())).containsEntry(AGENT, "ERROR").doesNotContainValue("PASS");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {FakeCloud.ENVIRONMENT, FakeCloud.CLUSTER, FakeCloud.SUBNETWORK})
  void a401IsAnsweredWithANewTokenOnceAndThenAnError(String target) throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(target, Reply.json(401, "{}"));

      assertThat(bench.audit(last())).containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.published.unknownReasons(OBSERVABLE)).containsExactly("UNAUTHENTICATED");
      assertThat(bench.cloud.google.requests())
          .filteredOn(request -> request.target().startsWith(target))
          .extracting(FakeServer.Request::authorization)
          .containsExactly("Bearer secret-0", "Bearer secret-1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    // A perimeter and a disabled API are Google's to report, not a control plane's.
    "403-vpc, FORBIDDEN",
    "403-disabled, FORBIDDEN",
    "403-iam, PERMISSION_DENIED",
    "403-dns, DNS_ENDPOINT_DISALLOWED",
    "403-rbac, RBAC_DENIED",
    "403, FORBIDDEN"
  })
  void causesOfAControlPlanes403AreDistinguishedAndAnUnstatedOneIsNotGuessed(
      String cause, String reason) throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.kubernetes.on(FakeCloud.POLICIES, refusal(cause));

      assertThat(bench.audit(last())).containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.published.unknownReasons(OBSERVABLE)).containsExactly(reason);
      neverPasses(bench, DESTINATIONS);
    }
  }

  @Test
  void aDisabledComposerApiIsOneRecordAndNoErrorOfEveryPolicy() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(FakeCloud.ENVIRONMENT, refusal("403-disabled"));

      for (TestEntry entry :
          new TestEntry[] {first(), last(), last().method("DeleteEnvironment")}) {
        assertThat(bench.audit(entry)).isEmpty();
      }
      assertThat(bench.log())
          .hasSize(3)
          .allSatisfy(
              entry -> {
                assertThat(event(entry)).isEqualTo("event_refused");
                assertThat(entry.get("code").getAsString()).isEqualTo("SERVICE_DISABLED");
                assertThat(entry.get("reason").getAsString())
                    .contains(
                        FakeCloud.NAME.toString(),
                        "gcloud services enable composer.googleapis.com");
                assertThat(entry.get("dead_lettered").getAsBoolean()).isTrue();
              });
      assertThat(bench.deadLetters.accepted()).hasSize(3);
    }
  }

  @Test
  void whatASweepMeetsDisabledIsNoDeadLetterADayAndCoverageNamesItUntilItIsEnabled()
      throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(FakeCloud.ENVIRONMENT, refusal("403-disabled"));

      assertThat(bench.audit(sweep("sweep-1"))).isEmpty();
      assertThat(bench.deadLetters.calls()).isEmpty();
      assertThat(bench.log()).hasSize(1);
      assertThat(event(bench.log().get(0))).isEqualTo("event_refused");
      assertThat(bench.log().get(0).get("dead_lettered").getAsBoolean()).isFalse();

      assertThat(bench.coverage()).containsEntry(JUDGED, "FAIL").containsEntry(ENDING, "SKIP");
      assertThat(bench.published.last(JUDGED).toString())
          .contains(FakeCloud.NAME.fullResourceName());

      bench.environment("RUNNING", true);
      assertThat(bench.audit(sweep("sweep-2"))).isNotEmpty();
      assertThat(bench.coverage()).containsEntry(JUDGED, "PASS");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {FakeCloud.CLUSTER, FakeCloud.SUBNETWORK})
  void aDisabledApiBehindAnEnvironmentThatIsThereIsAnError(String target) throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(target, refusal("403-disabled"));

      assertThat(bench.audit(last()))
          .containsEntry(AGENT, "PASS")
          .containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.published.unknownReasons(OBSERVABLE)).containsExactly("SERVICE_DISABLED");
      neverPasses(bench, COVERAGE);
    }
  }

  // Trouble.

  @ParameterizedTest
  @CsvSource({
    "429, RESOURCE_EXHAUSTED",
    "500, INTERNAL",
    "502, UNAVAILABLE",
    "503, UNAVAILABLE",
    "504, DEADLINE_EXCEEDED"
  })
  void troubleOfGooglesIsTriedAgainAndThenDeliveredAgain(int status, String name) throws Exception {
    for (String target :
        new String[] {FakeCloud.ENVIRONMENT, FakeCloud.CLUSTER, FakeCloud.SUBNETWORK}) {
      try (AuditorFixture bench = new AuditorFixture()) {
        bench.cloud.google.on(target, Reply.json(status, "{}"));

        assertThatThrownBy(() -> bench.audit(last()))
            .isInstanceOf(TransientException.class)
            .hasMessageContaining(name);
        assertThat(bench.cloud.google.targets()).filteredOn(it -> it.startsWith(target)).hasSize(5);
        assertThat(bench.published.statuses(0)).doesNotContainEntry(OBSERVABLE, "PASS");
        neverPasses(bench, DESTINATIONS, COVERAGE);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Manner.class,
      names = {"CUT_OFF", "NO_ANSWER"})
  void aBrokenConnectionIsTriedAgainAndThenDeliveredAgain(Manner manner) throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(FakeCloud.CLUSTER, Reply.in(manner));

      assertThatThrownBy(() -> bench.audit(last())).isInstanceOf(TransientException.class);
    }
  }

  @Test
  void whatTheComposerApiAloneDecidesIsPublishedBeforeTheClustersTroubleIsThrown()
      throws Exception {
    try (AuditorFixture bench = new AuditorFixture().environment("RUNNING", false)) {
      bench.cloud.google.on(FakeCloud.CLUSTER, Reply.json(503, "{}"));

      assertThatThrownBy(() -> bench.audit(last())).isInstanceOf(TransientException.class);
      assertThat(bench.published.statuses(0))
          .containsEntry(AGENT, "FAIL")
          .doesNotContainKeys(OBSERVABLE, DESTINATIONS, COVERAGE, VALID);
    }
  }

  private static Reply refusal(String cause) {
    return switch (cause) {
      case "403-vpc" ->
          Reply.json(
              403,
              """
              {"error": {"code": 403, "status": "PERMISSION_DENIED", "message":
                "Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: AbCd1234",
                "details": [{"@type": "type.googleapis.com/google.rpc.PreconditionFailure",
                  "violations": [{"type": "VPC_SERVICE_CONTROLS", "description": "AbCd1234"}]}]}}
              """);
      case "403-disabled" ->
          Reply.json(
              403,
              """
              {"error": {"code": 403, "status": "PERMISSION_DENIED", "message": "disabled",
                "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo",
                  "reason": "SERVICE_DISABLED", "domain": "googleapis.com",
                  "metadata": {"consumer": "projects/123"}}]}}
              """);
      case "403-iam" ->
          Reply.json(
              403,
              """
              {"kind": "Status", "reason": "Forbidden", "code": 403, "message":
                "egressnatpolicies.networking.gke.io is forbidden: User \\"a@b\\" cannot list resource \\"egressnatpolicies\\" in API group \\"networking.gke.io\\" at the cluster scope: requires one of [\\"container.thirdPartyObjects.list\\"] permission(s)."}
              """);
      case "403-dns" ->
          Reply.json(
              403,
              """
              {"error": {"code": 403, "status": "PERMISSION_DENIED", "message":
                "External traffic to the DNS-based endpoint is not allowed for this cluster."}}
              """);
      case "403-rbac" -> RecordedResponses.reply("forbidden-list");
      default -> Reply.json(403, "{}");
    };
  }
}
