package dev.composeraudit;

import static dev.composeraudit.ClusterDocuments.managed;
import static dev.composeraudit.ClusterDocuments.policy;
import static dev.composeraudit.ClusterDocuments.policyOf;
import static dev.composeraudit.ExpectedResults.AGENT;
import static dev.composeraudit.ExpectedResults.COVERAGE;
import static dev.composeraudit.ExpectedResults.DESTINATIONS;
import static dev.composeraudit.ExpectedResults.NOT_FOUND;
import static dev.composeraudit.ExpectedResults.OBSERVABLE;
import static dev.composeraudit.ExpectedResults.VALID;
import static dev.composeraudit.ExpectedResults.neverPasses;
import static dev.composeraudit.event.TestEntry.last;
import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.fetch.FakeCloud;
import dev.composeraudit.fetch.RecordedResponses;
import dev.composeraudit.http.FakeServer.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of an audit by what the cluster is and has, as far as it can be reached. */
final class ClusterVerdictsTest {
  private static final String AUTOPILOT_PRIVATE =
      ClusterDocuments.AUTOPILOT + ", \"privateClusterConfig\": {\"enablePrivateEndpoint\": true}";

  @Test
  void nothingIsWrong() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
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

  // Generations and reach.

  @Test
  void composer3IsNotApplicable() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
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
    try (AuditorFixture bench =
        new AuditorFixture().environment("RUNNING", false).cluster(AUTOPILOT_PRIVATE)) {
      assertThat(bench.audit(last()))
          .containsEntry(AGENT, "FAIL")
          .containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.cloud.kubernetes.requests()).isEmpty();
    }
  }

  @Test
  void anUnreachableControlPlaneLeavesTheFlagKnownAndTheEgressUnknown() throws Exception {
    try (AuditorFixture bench = new AuditorFixture().cluster(AUTOPILOT_PRIVATE)) {
      assertThat(bench.audit(last()))
          .containsEntry(AGENT, "PASS")
          .containsEntry(OBSERVABLE, "ERROR")
          .containsEntry(DESTINATIONS, "ERROR");
      assertThat(bench.published.unknownReasons(OBSERVABLE))
          .containsExactly("CONTROL_PLANE_UNREACHABLE");
      assertThat(bench.published.last(DESTINATIONS).get("severity").getAsString())
          .as("one cause, one alarm")
          .isEqualTo("Informational");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void aControlPlaneInTroubleIsAnUnknownAfterOneRetryAndNeverDeliveredAgain(int status)
      throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.kubernetes.on(FakeCloud.POLICIES, Reply.json(status, "{}"));

      assertThat(bench.audit(last()))
          .containsEntry(AGENT, "PASS")
          .containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.published.unknownReasons(OBSERVABLE))
          .containsExactly("CONTROL_PLANE_UNREACHABLE");
      assertThat(bench.cloud.kubernetes.targets()).hasSize(2);
      neverPasses(bench, DESTINATIONS);
    }
  }

  // What the cluster has.

  @Test
  void anAutopilotClusterThatDoesNotServeTheKindIsAnError() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.kubernetes.on(
          FakeCloud.POLICIES, RecordedResponses.reply("group-version-absent"));

      assertThat(bench.audit(last())).containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.published.unknownReasons(OBSERVABLE)).containsExactly("NOT_FOUND");
      neverPasses(bench, DESTINATIONS);
    }
  }

  @Test
  void aStandardClusterIsJudgedByTheAgentsConfigMap() throws Exception {
    try (AuditorFixture bench = AuditorFixture.composer1()) {
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
    try (AuditorFixture bench = AuditorFixture.composer1()) {
      bench.cloud.kubernetes.on(FakeCloud.CONFIG_MAP, RecordedResponses.reply("configmap-missing"));

      assertThat(bench.audit(last()))
          .containsEntry(OBSERVABLE, "PASS")
          .containsEntry(DESTINATIONS, "FAIL");
    }
  }

  @Test
  void withoutRbacAnAbsentKindIsADenialLikeAnyOther() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.kubernetes.on(
          FakeCloud.POLICIES, RecordedResponses.reply("absent-group-forbidden"));

      assertThat(bench.audit(last())).containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.published.unknownReasons(OBSERVABLE)).containsExactly("RBAC_DENIED");
    }
  }

  @Test
  void anEmptyListOfPoliciesIsNeverAVacuousPass() throws Exception {
    try (AuditorFixture bench = new AuditorFixture().policies()) {
      assertThat(bench.audit(last())).containsEntry(VALID, "FAIL");
      neverPasses(bench, DESTINATIONS, OBSERVABLE);
    }
  }

  @Test
  void aMissingDefaultPolicyIsNeverAVacuousPass() throws Exception {
    try (AuditorFixture bench = new AuditorFixture().policies(managed())) {
      assertThat(bench.audit(last())).containsEntry(VALID, "FAIL");
      neverPasses(bench, DESTINATIONS, OBSERVABLE);
    }
  }

  @Test
  void severalPoliciesAreJudgedByTheirUnion() throws Exception {
    try (AuditorFixture bench =
        new AuditorFixture()
            .policies(
                policy("default", "192.168.0.0/16"), managed(), policy("extra", "10.200.7.0/24"))) {
      assertThat(bench.audit(last()))
          .containsEntry(DESTINATIONS, "FAIL")
          .containsEntry(OBSERVABLE, "PASS");
      assertThat(bench.published.last(DESTINATIONS).get("message").getAsString())
          .contains("10.200.7.0/24");
    }
  }

  @Test
  void aPolicyOnTheSecondPageIsPartOfTheUnion() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
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
    try (AuditorFixture bench =
        new AuditorFixture().policies(policyOf("default", action, destination), managed())) {
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
  void aConfigMapThatTheAgentRejectsIsAViolationAndWhatItDoesIsUnknown(String config)
      throws Exception {
    try (AuditorFixture bench = AuditorFixture.composer1().config(config)) {
      assertThat(bench.audit(last())).containsEntry(VALID, "FAIL");
      neverPasses(bench, DESTINATIONS, COVERAGE, OBSERVABLE);
    }
  }

  @Test
  void overlapsAndDuplicatesAreAUnion() throws Exception {
    try (AuditorFixture bench =
        AuditorFixture.composer1()
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
    try (AuditorFixture bench =
        new AuditorFixture()
            .policies(policy("default", "10.0.0.0/8", "192.168.0.0/16"), managed())) {
      assertThat(bench.audit(last()))
          .containsEntry(AGENT, "PASS")
          .containsEntry(DESTINATIONS, "FAIL");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.168.0.0/16", "10.1.0.0/20"})
  void aRangeThatIsMissingFromTheListIsAViolationOnStandard(String onlyThis) throws Exception {
    try (AuditorFixture bench =
        AuditorFixture.composer1().config("nonMasqueradeCIDRs: [" + onlyThis + "]")) {
      assertThat(bench.audit(last())).containsEntry(COVERAGE, "FAIL");
    }
  }

  @Test
  void onAutopilotGkesOwnPolicyCoversTheClustersRanges() throws Exception {
    try (AuditorFixture bench = new AuditorFixture().policies(policy("default"), managed())) {
      assertThat(bench.audit(last())).containsEntry(COVERAGE, "PASS");
    }
  }

  @Test
  void aHostProjectsSubnetworkThatCannotBeReadIsAnErrorAndNotGuessed() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(FakeCloud.SUBNETWORK, Reply.json(404, NOT_FOUND));

      assertThat(bench.audit(last())).containsEntry(OBSERVABLE, "ERROR");
      assertThat(bench.published.last(OBSERVABLE).toString()).contains(FakeCloud.SUBNETWORK_NAME);
      neverPasses(bench, COVERAGE);
    }
  }
}
