package dev.composeraudit.policy.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.PackagedPolicies;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.Subjects;
import dev.composeraudit.policy.WrittenPolicy;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One root cause, one alarm. */
class RootCausesTest {
  private static final SourceFile ROOT =
      WrittenPolicy.policyThat("root", "composer.generation == 3");

  private static SourceFile effect(String expression) {
    return WrittenPolicy.policy(
        "effect",
        "causedBy: [root]\nvalidations: [{expression: '%s', message: It is not so.}]"
            .formatted(expression));
  }

  private static Result effect(Subject subject, SourceFile... files) {
    return WrittenPolicy.load(files).judge(subject, WrittenPolicy.NOW).stream()
        .filter(result -> result.policy().name().equals("effect"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFailureThatAnotherFailureExplainsNamesIt() {
    assertThat(effect(Subjects.composer2(), ROOT, effect("false")).causedBy())
        .containsExactly("root");
  }

  @Test
  void aFailureIsReportedWhereItsCauseHolds() {
    SourceFile holds = WrittenPolicy.policyThat("root", "true");

    assertThat(effect(Subjects.composer2(), holds, effect("false")).causedBy()).isEmpty();
  }

  @Test
  void anExceptionForACauseCoversItsEffectsAndTheirs() {
    SourceFile further =
        WrittenPolicy.policy(
            "further",
            "causedBy: [effect]\nvalidations: [{expression: 'false', message: It is not so.}]");
    SourceFile exception = rootIsExempt("2026-12-31T00:00:00Z");

    List<Result> results =
        WrittenPolicy.load(ROOT, effect("false"), further, exception)
            .judge(Subjects.composer2(), WrittenPolicy.NOW);

    assertThat(results).extracting(Result::outcome).containsOnly(Outcome.EXEMPT);
    assertThat(results).extracting(Result::exception).doesNotContainNull().hasSize(3);
    assertThat(results.get(0).causedBy()).containsExactly("root");
  }

  @Test
  void anExpiredExceptionForACauseCoversNothing() {
    SourceFile exception = rootIsExempt("2026-01-31T00:00:00Z");

    Result effect = effect(Subjects.composer2(), ROOT, effect("false"), exception);

    assertThat(effect.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(effect.causedBy()).containsExactly("root");
  }

  @Test
  void anExceptionForACauseCoversNothingThatHasAnotherCauseToo() {
    SourceFile other = WrittenPolicy.policyThat("other", "false");
    SourceFile effect =
        WrittenPolicy.policy(
            "effect",
            "causedBy: [root, other]\nvalidations: [{expression: 'false', message: Not so.}]");

    Result judged =
        effect(Subjects.composer2(), ROOT, other, effect, rootIsExempt("2026-12-31T00:00:00Z"));

    assertThat(judged.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(judged.causedBy()).containsExactly("other");
  }

  private static SourceFile rootIsExempt(String until) {
    return WrittenPolicy.exception(
        "accepted",
        """
        policyRefs: [{kind: Policy, name: root}]
        expiresAt: "%s"
        properties: {approved-by: netsec@example.com, reason: They are replaced by then.}
        """
            .formatted(until));
  }

  @Test
  void whatPassesHasNoCause() {
    assertThat(effect(Subjects.composer2(), ROOT, effect("true")).causedBy()).isEmpty();
  }

  @Test
  void whatCannotBeJudgedIsCausedByWhatCannotBeSeen() {
    PolicySet packaged = PackagedPolicies.load();

    List<Result> results =
        packaged.judge(Subjects.composer2("{egressNatPolicies: null}"), WrittenPolicy.NOW);

    assertThat(results)
        .filteredOn(result -> result.outcome() == Outcome.ERROR && result.causedBy().isEmpty())
        .extracting(result -> result.policy().name())
        .containsExactly("egress-is-observable");
  }

  @Test
  void anErrorOfThePolicysOwnIsNotTheClustersFault() {
    SourceFile observable =
        WrittenPolicy.observability("sees-policies", "size(egressNatPolicies) > 0");

    Result broken =
        effect(
            Subjects.composer2("{egressNatPolicies: null}"),
            ROOT,
            observable,
            effect("1 / (composer.generation - 2) == 1"));

    assertThat(broken.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(broken.causedBy()).isEmpty();
  }

  private static List<String> roots(Subject subject) {
    return PackagedPolicies.load().judge(subject, WrittenPolicy.NOW).stream()
        .filter(result -> result.outcome() == Outcome.FAIL || result.outcome() == Outcome.ERROR)
        .filter(result -> result.causedBy().isEmpty())
        .map(result -> result.policy().name())
        .toList();
  }

  @Test
  void aConfigurationThatCannotBeUnderstoodIsOneAlarm() {
    assertThat(
            roots(
                Subjects.composer2(
                    """
                    egressNatPolicies:
                      - {metadata: {name: default}, spec: {action: NoSNAT, destinations: [{cidr: 10.0.0.0/33}]}}
                    """)))
        .containsExactly("egress-configuration-is-valid");
  }

  @Test
  void aMissingAgentIsOneAlarm() {
    assertThat(
            roots(
                Subjects.composer2(
                    """
                    environment: {config: {nodeConfig: {enableIpMasqAgent: false}}}
                    egressNatPolicies:
                      - {metadata: {name: default}, spec: {action: NoSNAT, destinations: [{cidr: 10.0.0.0/8}, {cidr: 192.168.0.0/16}]}}
                    """)))
        .containsExactly("ip-masquerade-agent-enabled");
  }

  @Test
  void whatCannotBeReadStaysAnAlarmBesideAnErrorThatWasRead() {
    assertThat(
            roots(
                Subjects.composer2(
                    """
                    subnetworks: null
                    egressNatPolicies:
                      - {metadata: {name: default}, spec: {action: NoSNAT, destinations: [{cidr: 10.0.0.0/33}]}}
                    """)))
        .containsExactly("egress-configuration-is-valid", "egress-is-observable");
  }

  /**
   * That policy also fails where an image version is past its end of life, which explains neither a
   * destination's source nor what cannot be told. So no other result names it as its cause.
   */
  @Test
  void aClusterThatDoesNotObeyPoliciesIsTheAlarmOfItsVersionAndOfWhatCannotBeTold() {
    assertThat(
            roots(
                Subjects.composer2(
                    "cluster: {networkConfig: {datapathProvider: LEGACY_DATAPATH}}")))
        .containsExactly("cluster-supports-masquerading", "egress-is-observable");
  }

  @Test
  void anEndOfLifeMakesNoOtherViolationInformational() {
    assertThat(
            roots(
                Subjects.composer2(
                    """
                    environment: {config: {softwareConfig: {imageVersion: composer-2.0.32-airflow-2.2.5}}}
                    egressNatPolicies:
                      - {metadata: {name: default}, spec: {action: NoSNAT, destinations: [{cidr: 0.0.0.0/0}]}}
                    """)))
        .contains("cluster-supports-masquerading", "no-blanket-exemption");
  }
}
