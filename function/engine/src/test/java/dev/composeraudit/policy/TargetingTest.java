package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which environments a binding is for: by name, label and condition. */
class TargetingTest {
  private static final SourceFile FAILS =
      WrittenPolicy.policyThat("demo", "composer.generation == 3");
  private static final String TEAM = "{environment: {labels: {team: data}}}";

  private static Result judge(String spec, String patch) {
    return WrittenPolicy.load(
            FAILS, WrittenPolicy.binding("ours", "policyName: demo\n" + spec + "\n"))
        .judge(Subjects.composer2(patch), WrittenPolicy.NOW)
        .get(0);
  }

  private static Outcome outcome(String spec, String patch) {
    return judge(spec, patch).outcome();
  }

  @Test
  void anExcludedEnvironmentIsNotJudged() {
    String name = Subjects.composer2().name().toString();
    String others = "excludeResources: [projects/*-sandbox/locations/*/environments/*]";

    assertThat(outcome("excludeResources: [%s]".formatted(name), "{}")).isEqualTo(Outcome.SKIP);
    assertThat(outcome(others, "{}")).isEqualTo(Outcome.FAIL);
  }

  @Test
  void anEnvironmentMustHaveAllLabels() {
    assertThat(outcome("matchLabels: {team: data}", TEAM)).isEqualTo(Outcome.FAIL);
    assertThat(outcome("matchLabels: {team: web}", TEAM)).isEqualTo(Outcome.SKIP);
    assertThat(outcome("matchLabels: {team: data}", "{}")).isEqualTo(Outcome.SKIP);
    assertThat(outcome("matchLabels: {team: data, tier: one}", TEAM)).isEqualTo(Outcome.SKIP);
  }

  @Test
  void aLabelMayHaveAnyCharacter() {
    assertThat(outcome("matchLabels: {'a\"b\\': 'é \"<x>'}", TEAM)).isEqualTo(Outcome.SKIP);
    assertThat(
            outcome(
                "matchLabels: {'a\"b\\': 'é \"<x>'}",
                "{environment: {labels: {'a\"b\\': 'é \"<x>'}}}"))
        .isEqualTo(Outcome.FAIL);
  }

  @Test
  void aConditionDecidesByTheEnvironment() {
    String region = "matchConditions: [{name: r, expression: '%s'}]";

    assertThat(outcome(region.formatted("resource.location() == \"europe-west1\""), "{}"))
        .isEqualTo(
            Subjects.composer2().name().location().equals("europe-west1")
                ? Outcome.FAIL
                : Outcome.SKIP);
    assertThat(
            outcome(
                region.formatted(
                    "resource.project() == \"%s\""
                        .formatted(Subjects.composer2().name().project())),
                "{}"))
        .isEqualTo(Outcome.FAIL);
    assertThat(outcome(region.formatted("compareVersions(composer.version, \"2.0\") < 0"), "{}"))
        .isEqualTo(Outcome.SKIP);
  }

  @Test
  void anUnknownConditionIsAnErrorAndNeverNotTargeted() {
    Result unknown =
        judge(
            "matchConditions: [{name: exempts, expression: size(egressNatPolicies) > 0}]",
            "{egressNatPolicies: null}");
    Result broken =
        judge(
            "matchConditions: [{name: zero, expression: 1 / (composer.generation - 2) > 0}]", "{}");

    assertThat(unknown.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(unknown.messages()).anyMatch(message -> message.contains("egressNatPolicies"));
    assertThat(broken.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(broken.messages()).anyMatch(message -> message.contains("binding ours: zero"));
  }

  @Test
  void whatIsNotYetKnownIsPending() {
    assertThat(
            outcome(
                "matchConditions: [{name: x, expression: size(egressNatPolicies) > 0}]",
                "{egressNatPolicies: null, unknown: {egressNatPolicies: {reason: NOT_YET, help:"
                    + " wait}}}"))
        .isEqualTo(Outcome.PENDING);
  }

  @Test
  void aConditionThatIsCertainlyFalseDecidesWhateverElseIsUnknown() {
    assertThat(
            outcome(
                """
                matchLabels: {team: web}
                matchConditions: [{name: x, expression: size(egressNatPolicies) > 0}]
                """,
                "{egressNatPolicies: null, environment: {labels: {team: data}}}"))
        .isEqualTo(Outcome.SKIP);
  }

  @Test
  void anUnknownConditionOfOneBindingOutweighsThePassOfAnother() {
    SourceFile passes = WrittenPolicy.policyThat("demo", "composer.generation == 2");
    PolicySet set =
        WrittenPolicy.load(
            passes,
            WrittenPolicy.binding("one", "policyName: demo\n"),
            WrittenPolicy.binding(
                "two",
                """
                policyName: demo
                matchConditions: [{name: x, expression: size(egressNatPolicies) > 0}]
                """));

    assertThat(
            set.judge(Subjects.composer2("{egressNatPolicies: null}"), WrittenPolicy.NOW)
                .get(0)
                .outcome())
        .isEqualTo(Outcome.ERROR);
  }

  @Test
  void aMistakeInAConditionIsNamedWithItsPlace() {
    SourceFile binding =
        WrittenPolicy.binding(
            "ours",
            """
            policyName: demo
            matchConditions: [{name: x, expression: size(resource.labls) == 0}]
            """);

    assertThatThrownBy(() -> PolicySetLoader.load(List.of(FAILS, binding)))
        .isInstanceOf(InvalidDocumentsException.class)
        .hasMessageContaining("bindings-ours.yaml:6:")
        .hasMessageContaining("undefined field 'labls'");
  }
}
