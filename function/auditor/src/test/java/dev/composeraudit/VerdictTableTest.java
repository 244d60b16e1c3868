package dev.composeraudit;

import static dev.composeraudit.Bench.first;
import static dev.composeraudit.Bench.last;
import static dev.composeraudit.Bench.managed;
import static dev.composeraudit.Bench.policy;
import static dev.composeraudit.Bench.policyOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.composeraudit.event.TestEntry;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.fetch.FakeCloud;
import dev.composeraudit.fetch.FakeServer;
import dev.composeraudit.fetch.FakeServer.Reply;
import dev.composeraudit.fetch.FakeServer.Reply.Manner;
import dev.composeraudit.fetch.Recorded;
import dev.composeraudit.fetch.TransientException;
import dev.composeraudit.report.PublishException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every situation in which an audit may find an environment, and what has to come of it: what is
 * published, and whether the event is acknowledged (it returns) or delivered again (it throws).
 */
final class VerdictTableTest {
  private static final String AGENT = "ip-masquerade-agent-enabled";
  private static final String COVERAGE = "non-masquerade-destinations-cover-cluster";
  private static final String DESTINATIONS = "destinations-see-an-accepted-source";
  private static final String OBSERVABLE = "egress-is-observable";
  private static final String VALID = "egress-configuration-is-valid";
  private static final String NOT_FOUND =
      "{\"error\": {\"code\": 404, \"message\": \"none\", \"status\": \"NOT_FOUND\"}}";

  @Test
  void nothingIsWrong() throws Exception {
    try (Bench bench = new Bench()) {
      assertThat(bench.audit(last()))
          .containsEntry(AGENT, "PASS")
          .containsEntry(COVERAGE, "PASS")
          .containsEntry(DESTINATIONS, "PASS")
          .containsEntry(OBSERVABLE, "PASS")
          .containsEntry(VALID, "PASS")
          .doesNotContainValue("FAIL")
          .doesNotContainValue("ERROR");
    }
  }

  // How far the operation is.

  @Test
  void firstWhileCreatingSaysOnlyWhatIsCertain() throws Exception {
    try (Bench bench = new Bench().environment("CREATING", false)) {
      assertThat(bench.audit(first())).containsExactly(Map.entry(AGENT, "FAIL"));
    }
  }

  @Test
  void firstWhileCreatingWithTheAgentViolatesNothing() throws Exception {
    try (Bench bench = new Bench().environment("CREATING", true)) {
      assertThat(bench.audit(first())).containsExactly(Map.entry(AGENT, "PASS"));
    }
  }

  @Test
  void firstBeforeComposerShowsItSaysNothing() throws Exception {
    try (Bench bench = new Bench()) {
      bench.cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(404, NOT_FOUND));

      assertThat(bench.audit(first())).isEmpty();
      assertThat(bench.log()).anyMatch(entry -> event(entry).equals("event_judged"));
    }
  }

  @Test
  void lastAndRunningIsJudgedAndAcknowledgedOnceItWasAccepted() throws Exception {
    try (Bench bench = new Bench().environment("RUNNING", false)) {
      assertThat(bench.audit(last())).containsEntry(AGENT, "FAIL").hasSizeGreaterThan(4);
      assertThat(bench.pubsub.calls()).hasSize(1);
    }
  }

  @Test
  void whatPubSubDoesNotAcceptIsDeliveredAgain() throws Exception {
    try (Bench bench = new Bench()) {
      bench.pubsub.first(1, 403, "{\"error\": {\"code\": 403, \"status\": \"PERMISSION_DENIED\"}}");

      assertThatThrownBy(() -> bench.audit(last())).isInstanceOf(PublishException.class);
      assertThat(bench.log()).isEmpty();
    }
  }

  @Test
  void lastWhileStillCreatingIsDeliveredAgainForTenMinutesAndThenAnError() throws Exception {
    try (Bench bench = new Bench().environment("CREATING", true)) {
      assertThatThrownBy(() -> bench.audit(last())).isInstanceOf(TooEarlyException.class);
      assertThat(bench.told(0)).isEmpty();

      bench.cloud.time.sleep(Duration.ofMinutes(11));
      assertThat(bench.audit(last()))
          .containsEntry(AGENT, "PASS")
          .containsEntry(OBSERVABLE, "ERROR");
    }
  }

  @Test
  void lastWhileUpdatingIsJudged() throws Exception {
    try (Bench bench = new Bench().environment("UPDATING", true)) {
      assertThat(bench.audit(last())).containsEntry(OBSERVABLE, "PASS");
    }
  }

  @Test
  void aCreationThatFailedAndLeftNothingIsArchived() throws Exception {
    try (Bench bench = new Bench()) {
      bench.cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(404, NOT_FOUND));

      assertThat(bench.audit(failed()).values()).containsOnly("GONE");
    }
  }

  @Test
  void aCreationThatFailedAndLeftAnEnvironmentIsJudged() throws Exception {
    try (Bench bench = new Bench().environment("ERROR", false)) {
      assertThat(bench.audit(failed())).containsEntry(AGENT, "FAIL");
    }
  }

  @Test
  void aRequestThatWasRejectedIsLoggedAndNobodyIsAsked() throws Exception {
    try (Bench bench = new Bench()) {
      assertThat(bench.audit(failed().without("operation"))).isEmpty();
      assertThat(bench.cloud.targets()).isEmpty();
      assertThat(bench.log()).extracting(VerdictTableTest::event).containsExactly("event_rejected");
    }
  }

  @Test
  void aLastThatNeverCameIsMadeUpForByTheSweep() throws Exception {
    try (Bench bench = new Bench().environment("RUNNING", false)) {
      assertThat(bench.audit(sweep("sweep-1"))).containsEntry(AGENT, "FAIL");
    }
  }

  @Test
  void anEnvironmentThatIsNotThereAfterLastIsWaitedForAndThenArchived() throws Exception {
    try (Bench bench = new Bench()) {
      bench.cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(404, NOT_FOUND));
      assertThatThrownBy(() -> bench.audit(last())).isInstanceOf(TooEarlyException.class);

      bench.cloud.time.sleep(Duration.ofMinutes(11));
      assertThat(bench.audit(last()).values()).containsOnly("GONE");
    }
  }

  @Test
  void a404ThatIsNotComposersIsNoDeletion() throws Exception {
    try (Bench bench = new Bench()) {
      bench.cloud.google.on(FakeCloud.ENVIRONMENT, Reply.text(404, "404 page not found"));

      assertThat(bench.audit(last()))
          .containsEntry(OBSERVABLE, "ERROR")
          .doesNotContainValue("GONE");
    }
  }

  @Test
  void anEnvironmentThatIsBeingDeletedIsArchived() throws Exception {
    try (Bench bench = new Bench().environment("DELETING", false)) {
      assertThat(bench.audit(last()).values()).containsOnly("GONE");
    }
  }

  // Refusals.

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
    try (Bench bench = new Bench()) {
      bench.cloud.google.on(
          target, Reply.json(403, "{\"error\": {\"message\": \"" + message + "\"}}"));

      assertThat(bench.audit(last())).containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.finding(OBSERVABLE).toString()).contains(permission);
      assertThat(bench.reasons(OBSERVABLE)).containsExactly("PERMISSION_DENIED");
      neverPasses(bench, DESTINATIONS, COVERAGE);
    }
  }

  @Test
  void aRefusalOfTheEnvironmentLeavesNothingToPass() throws Exception {
    try (Bench bench = new Bench()) {
      bench.cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(403, "{}"));

      assertThat(bench.audit(last())).containsEntry(AGENT, "ERROR").doesNotContainValue("PASS");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {FakeCloud.ENVIRONMENT, FakeCloud.CLUSTER, FakeCloud.SUBNETWORK})
  void a401IsAnsweredWithANewTokenOnceAndThenAnError(String target) throws Exception {
    try (Bench bench = new Bench()) {
      bench.cloud.google.on(target, Reply.json(401, "{}"));

      assertThat(bench.audit(last())).containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.reasons(OBSERVABLE)).containsExactly("UNAUTHENTICATED");
      assertThat(bench.cloud.google.requests())
          .filteredOn(request -> request.target().startsWith(target))
          .extracting(FakeServer.Request::authorization)
          .containsExactly("Bearer secret-0", "Bearer secret-1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403-vpc, VPC_SERVICE_CONTROLS",
    "403-disabled, SERVICE_DISABLED",
    "403-iam, PERMISSION_DENIED",
    "403-dns, DNS_ENDPOINT_DISALLOWED",
    "403-rbac, RBAC_DENIED",
    "403, FORBIDDEN"
  })
  void theFiveCausesOfA403AreToldApartAndAnUnstatedOneIsNotGuessed(String cause, String reason)
      throws Exception {
    try (Bench bench = new Bench()) {
      bench.cloud.kubernetes.on(FakeCloud.POLICIES, refusal(cause));

      assertThat(bench.audit(last())).containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.reasons(OBSERVABLE)).containsExactly(reason);
      neverPasses(bench, DESTINATIONS);
    }
  }

  @Test
  void aDisabledComposerApiIsOneRecordAndNoErrorOfEveryPolicy() throws Exception {
    try (Bench bench = new Bench()) {
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
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {FakeCloud.CLUSTER, FakeCloud.SUBNETWORK})
  void aDisabledApiBehindAnEnvironmentThatIsThereIsAnError(String target) throws Exception {
    try (Bench bench = new Bench()) {
      bench.cloud.google.on(target, refusal("403-disabled"));

      assertThat(bench.audit(last()))
          .containsEntry(AGENT, "PASS")
          .containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.reasons(OBSERVABLE)).containsExactly("SERVICE_DISABLED");
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
      try (Bench bench = new Bench()) {
        bench.cloud.google.on(target, Reply.json(status, "{}"));

        assertThatThrownBy(() -> bench.audit(last()))
            .isInstanceOf(TransientException.class)
            .hasMessageContaining(name);
        assertThat(bench.cloud.google.targets()).filteredOn(it -> it.startsWith(target)).hasSize(5);
        assertThat(bench.told(0)).doesNotContainEntry(OBSERVABLE, "PASS");
        neverPasses(bench, DESTINATIONS, COVERAGE);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Manner.class,
      names = {"CUT_OFF", "NO_ANSWER"})
  void aBrokenConnectionIsTriedAgainAndThenDeliveredAgain(Manner manner) throws Exception {
    try (Bench bench = new Bench()) {
      bench.cloud.google.on(FakeCloud.CLUSTER, Reply.in(manner));

      assertThatThrownBy(() -> bench.audit(last())).isInstanceOf(TransientException.class);
    }
  }

  @Test
  void whatTheComposerApiAloneDecidesIsToldBeforeTheClustersTroubleIsThrown() throws Exception {
    try (Bench bench = new Bench().environment("RUNNING", false)) {
      bench.cloud.google.on(FakeCloud.CLUSTER, Reply.json(503, "{}"));

      assertThatThrownBy(() -> bench.audit(last())).isInstanceOf(TransientException.class);
      assertThat(bench.told(0))
          .containsEntry(AGENT, "FAIL")
          .doesNotContainKeys(OBSERVABLE, DESTINATIONS, COVERAGE, VALID);
    }
  }

  // Generations and reach.

  @Test
  void composer3IsNotApplicable() throws Exception {
    try (Bench bench = new Bench()) {
      bench.cloud.google.on(
          FakeCloud.ENVIRONMENT,
          Reply.json(
              FakeCloud.environment("RUNNING", "").replace("composer-2.14.1", "composer-3")));

      assertThat(bench.audit(last()).values()).containsOnly("SKIP");
      assertThat(bench.cloud.targets()).hasSize(1);
    }
  }

  @Test
  void anAgentThatIsOffIsAViolationByTheComposerApiAlone() throws Exception {
    try (Bench bench = new Bench().environment("RUNNING", false).cluster(AUTOPILOT_PRIVATE)) {
      assertThat(bench.audit(last()))
          .containsEntry(AGENT, "FAIL")
          .containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.cloud.kubernetes.requests()).isEmpty();
    }
  }

  @Test
  void anUnreachableControlPlaneLeavesTheFlagKnownAndTheEgressUnknown() throws Exception {
    try (Bench bench = new Bench().cluster(AUTOPILOT_PRIVATE)) {
      assertThat(bench.audit(last()))
          .containsEntry(AGENT, "PASS")
          .containsEntry(OBSERVABLE, "ERROR")
          .containsEntry(DESTINATIONS, "ERROR");
      assertThat(bench.reasons(OBSERVABLE)).containsExactly("CONTROL_PLANE_UNREACHABLE");
      assertThat(bench.finding(DESTINATIONS).get("severity").getAsString())
          .as("one cause, one alarm")
          .isEqualTo("Informational");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void aControlPlaneInTroubleIsAnUnknownAfterOneRetryAndNeverDeliveredAgain(int status)
      throws Exception {
    try (Bench bench = new Bench()) {
      bench.cloud.kubernetes.on(FakeCloud.POLICIES, Reply.json(status, "{}"));

      assertThat(bench.audit(last()))
          .containsEntry(AGENT, "PASS")
          .containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.reasons(OBSERVABLE)).containsExactly("CONTROL_PLANE_UNREACHABLE");
      assertThat(bench.cloud.kubernetes.targets()).hasSize(2);
      neverPasses(bench, DESTINATIONS);
    }
  }

  // What the cluster has.

  @Test
  void anAutopilotClusterThatDoesNotServeTheKindIsAnError() throws Exception {
    try (Bench bench = new Bench()) {
      bench.cloud.kubernetes.on(FakeCloud.POLICIES, Recorded.reply("group-version-absent"));

      assertThat(bench.audit(last())).containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.reasons(OBSERVABLE)).containsExactly("NOT_FOUND");
      neverPasses(bench, DESTINATIONS);
    }
  }

  @Test
  void aStandardClusterIsJudgedByTheAgentsConfigMap() throws Exception {
    try (Bench bench = Bench.composer1()) {
      assertThat(bench.audit(last()))
          .containsEntry(OBSERVABLE, "PASS")
          .containsEntry(DESTINATIONS, "PASS")
          .containsEntry(COVERAGE, "PASS");
      assertThat(bench.cloud.kubernetes.targets())
          .containsExactly(FakeCloud.CONFIG_MAP, FakeCloud.DAEMON_SET);
    }
  }

  @Test
  void aConfigMapThatIsNotThereMeansTheDefaultListAndNoError() throws Exception {
    try (Bench bench = Bench.composer1()) {
      bench.cloud.kubernetes.on(FakeCloud.CONFIG_MAP, Recorded.reply("configmap-missing"));

      assertThat(bench.audit(last()))
          .containsEntry(OBSERVABLE, "PASS")
          .containsEntry(DESTINATIONS, "FAIL");
    }
  }

  @Test
  void withoutRbacAnAbsentKindIsARefusalLikeAnyOther() throws Exception {
    try (Bench bench = new Bench()) {
      bench.cloud.kubernetes.on(FakeCloud.POLICIES, Recorded.reply("absent-group-forbidden"));

      assertThat(bench.audit(last())).containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.reasons(OBSERVABLE)).containsExactly("RBAC_DENIED");
    }
  }

  @Test
  void anEmptyListOfPoliciesIsNeverAVacuousPass() throws Exception {
    try (Bench bench = new Bench().policies()) {
      assertThat(bench.audit(last())).containsEntry(VALID, "FAIL");
      neverPasses(bench, DESTINATIONS, OBSERVABLE);
    }
  }

  @Test
  void aMissingDefaultPolicyIsNeverAVacuousPass() throws Exception {
    try (Bench bench = new Bench().policies(managed())) {
      assertThat(bench.audit(last())).containsEntry(VALID, "FAIL");
      neverPasses(bench, DESTINATIONS, OBSERVABLE);
    }
  }

  @Test
  void severalPoliciesAreJudgedByTheirUnion() throws Exception {
    try (Bench bench =
        new Bench()
            .policies(
                policy("default", "192.168.0.0/16"), managed(), policy("extra", "10.200.7.0/24"))) {
      assertThat(bench.audit(last()))
          .containsEntry(DESTINATIONS, "FAIL")
          .containsEntry(OBSERVABLE, "PASS");
      assertThat(bench.finding(DESTINATIONS).get("message").getAsString())
          .contains("10.200.7.0/24");
    }
  }

  @Test
  void aPolicyOnTheSecondPageIsPartOfTheUnion() throws Exception {
    try (Bench bench = new Bench()) {
      bench.cloud.kubernetes.on(
          FakeCloud.POLICIES,
          Reply.json(
              """
              {"kind": "EgressNATPolicyList", "metadata": {"continue": "two"}, "items": [%s, %s]}
              """
                  .formatted(policy("default", "192.168.0.0/16"), managed())));
      bench.cloud.kubernetes.on(
          FakeCloud.POLICIES + "&continue=two",
          Reply.json(
              "{\"kind\": \"EgressNATPolicyList\", \"items\": [%s]}"
                  .formatted(policy("extra", "10.200.0.0/16"))));

      assertThat(bench.audit(last())).containsEntry(DESTINATIONS, "FAIL");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SNAT | {\"cidr\": \"192.168.0.0/16\"}",
        "'' | {\"cidr\": \"192.168.0.0/16\"}",
        "NoSNAT | \"192.168.0.0/16\"",
        "NoSNAT | {\"cidr\": 7}",
        "NoSNAT | {\"cidr\": \"192.168.0.0/16\", \"port\": 1}",
        "NoSNAT | {\"cidr\": \"192.168.0.1/16\"}",
        "NoSNAT | {\"cidr\": \"everything\"}"
      })
  void aPolicyOfAnotherShapeIsSaidToBeSoAndWhatItDoesIsUnknown(String action, String destination)
      throws Exception {
    try (Bench bench = new Bench().policies(policyOf("default", action, destination), managed())) {
      assertThat(bench.audit(last())).containsEntry(VALID, "FAIL");
      if (!destination.contains("192.168.0.1/16")) {
        // Misaligned, it can exempt no more than its own range, which is not the destination.
        neverPasses(bench, DESTINATIONS);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonMasqueradeCIDRs: [192.168.0.1/16, 10.1.0.0/20]",
        "nonMasqueradeCIDRs: [192.168.0.0/16, everything]",
        "nonMasqueradeCIDRs: [192.168.0.0/16, 10.1.0.0/020]",
        "nonMasqueradeCIDRs: [192.168.0.0/16, 1.1.1.1/032]",
        "nonMasqueradeCIDRs: [192.168.0.0/16, 10.0.0.0/08]",
        "nonMasqueradeCIDRs: [192.168.0.0/16, 'fd00::/8']",
        "nonMasqueradeCIDRs: [192.168.0.0/16]\nresyncInterval: soon",
        "nonMasqueradeCIDRs: [192.168.0.0/16"
      })
  void aConfigMapThatTheAgentRefusesIsAViolationAndWhatItDoesIsUnknown(String config)
      throws Exception {
    try (Bench bench = Bench.composer1().config(config)) {
      assertThat(bench.audit(last())).containsEntry(VALID, "FAIL");
      neverPasses(bench, DESTINATIONS, COVERAGE, OBSERVABLE);
    }
  }

  @Test
  void overlapsAndDuplicatesAreAUnion() throws Exception {
    try (Bench bench =
        Bench.composer1()
            .config(
                "nonMasqueradeCIDRs: [10.1.0.0/20, 192.168.0.0/16, 192.168.0.0/16,"
                    + " 192.168.7.0/24]")) {
      assertThat(bench.audit(last()))
          .containsEntry(DESTINATIONS, "PASS")
          .containsEntry(COVERAGE, "PASS")
          .containsEntry(VALID, "PASS");
    }
  }

  @Test
  void anExemptionThatHoldsTheDestinationIsAViolationThoughTheAgentIsOn() throws Exception {
    try (Bench bench =
        new Bench().policies(policy("default", "10.0.0.0/8", "192.168.0.0/16"), managed())) {
      assertThat(bench.audit(last()))
          .containsEntry(AGENT, "PASS")
          .containsEntry(DESTINATIONS, "FAIL");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.168.0.0/16", "10.1.0.0/20"})
  void aRangeThatIsMissingFromTheListIsAViolationOnStandard(String onlyThis) throws Exception {
    try (Bench bench = Bench.composer1().config("nonMasqueradeCIDRs: [" + onlyThis + "]")) {
      assertThat(bench.audit(last())).containsEntry(COVERAGE, "FAIL");
    }
  }

  @Test
  void onAutopilotGkesOwnPolicyCoversTheClustersRanges() throws Exception {
    try (Bench bench = new Bench().policies(policy("default"), managed())) {
      assertThat(bench.audit(last())).containsEntry(COVERAGE, "PASS");
    }
  }

  @Test
  void aHostProjectsSubnetworkThatCannotBeReadIsAnErrorAndNotGuessed() throws Exception {
    try (Bench bench = new Bench()) {
      bench.cloud.google.on(FakeCloud.SUBNETWORK, Reply.json(404, NOT_FOUND));

      assertThat(bench.audit(last())).containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.finding(OBSERVABLE).toString()).contains(FakeCloud.SUBNETWORK_NAME);
      neverPasses(bench, COVERAGE);
    }
  }

  @Test
  void whatChangesRightAfterTheCreationIsHealedByTheSweep() throws Exception {
    try (Bench bench = new Bench().policies(policy("default", "10.0.0.0/8"), managed())) {
      assertThat(bench.audit(last())).containsEntry(DESTINATIONS, "FAIL");
      String uid = uid(bench.finding(DESTINATIONS));

      bench.policies(policy("default", "192.168.0.0/16"), managed());
      bench.cloud.time.sleep(Duration.ofHours(12));
      assertThat(bench.audit(sweep("sweep-1"))).containsEntry(DESTINATIONS, "PASS");
      assertThat(uid(bench.finding(DESTINATIONS))).isEqualTo(uid);
    }
  }

  @Test
  void theSameEventTwiceAndAFirstAfterItsLastHaveTheSameIdsAndReopenNothing() throws Exception {
    try (Bench bench = new Bench().environment("RUNNING", false)) {
      bench.cloud.time.sleep(Duration.ofMinutes(30));
      TestEntry late = last().with("timestamp", "2026-11-23T10:25:00Z");
      bench.audit(late);
      JsonObject once = bench.finding(AGENT);
      bench.audit(late);
      assertThat(bench.finding(AGENT)).isEqualTo(once);

      bench.audit(first());
      JsonObject reordered = bench.finding(AGENT);
      assertThat(uid(reordered)).isEqualTo(uid(once));
      assertThat(seen(reordered)).isLessThan(seen(once));
    }
  }

  private static final String AUTOPILOT_PRIVATE =
      Bench.AUTOPILOT + ", \"privateClusterConfig\": {\"enablePrivateEndpoint\": true}";

  private static void neverPasses(Bench bench, String... policies) {
    for (String policy : policies) {
      assertThat(bench.told(0)).as(policy).doesNotContainEntry(policy, "PASS");
    }
  }

  private static TestEntry failed() {
    return last().withJson("protoPayload.status", "{\"code\": 13, \"message\": \"failed\"}");
  }

  private static TestEvent sweep(String id) {
    return TestEvent.published(
        """
        {"kind": "audit", "environment": "%s", "id": "%s", "time": "2026-11-23T09:00:00Z"}
        """
            .formatted(FakeCloud.NAME, id));
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
      case "403-rbac" -> Recorded.reply("forbidden-list");
      default -> Reply.json(403, "{}");
    };
  }

  private static String event(JsonObject entry) {
    return entry.get("event").getAsString();
  }

  private static String uid(JsonObject finding) {
    return finding.getAsJsonObject("finding_info").get("uid").getAsString();
  }

  private static long seen(JsonObject finding) {
    return finding.getAsJsonObject("finding_info").get("last_seen_time").getAsLong();
  }
}
