package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where policies apply, with which parameters, and how several bindings become one result. */
class BindingsTest {
  private static final SourceFile POLICY =
      WrittenPolicy.policy(
          "demo",
          """
          parameters:
            expected: {default: 2, schema: {type: integer}}
            seen: {default: true, schema: {type: boolean}}
          matchConditions:
            - {name: something is expected, expression: params.expected > 0}
          validations:
            - {expression: '!params.seen || size(egressNatPolicies) >= 0', message: Unseen.}
            - expression: composer.generation == params.expected
              message: Another generation.
              messageExpression: '"It is not " + string(params.expected)'
          """);

  private static SourceFile binding(String name, int expected, String more) {
    return WrittenPolicy.binding(
        name,
        "policyName: demo\nparameters: {expected: %d, seen: false}\n%s".formatted(expected, more));
  }

  private static Result judge(SourceFile... bindings) {
    SourceFile[] files = java.util.Arrays.copyOf(bindings, bindings.length + 1);
    files[bindings.length] = POLICY;
    return WrittenPolicy.load(files)
        .judge(Subjects.composer2("{egressNatPolicies: null}"), WrittenPolicy.NOW)
        .get(0);
  }

  @Test
  void aPolicyWithoutBindingsAppliesEverywhereWithItsDefaults() {
    Result result =
        WrittenPolicy.load(POLICY).judge(Subjects.composer2(), WrittenPolicy.NOW).get(0);

    assertThat(result.outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void aPolicyWithBindingsAppliesOnlyWhereOneMatches() {
    Result result =
        judge(
            binding(
                "elsewhere", 3, "matchResources: [projects/*/locations/asia-*/environments/*]"));

    assertThat(result.outcome()).isEqualTo(Outcome.SKIP);
    assertThat(result.messages())
        .containsExactly("Does not apply: no binding matches this environment");
  }

  @Test
  void anAsteriskStandsForNoSlash() {
    assertThat(
            judge(
                    binding(
                        "all",
                        3,
                        "matchResources: [projects/*/locations/us-*/environments/example-*]"))
                .outcome())
        .isEqualTo(Outcome.FAIL);
    assertThat(
            judge(
                    binding(
                        "none",
                        3,
                        "matchResources: ['projects/ex*/locations/*/environments/other']"))
                .outcome())
        .isEqualTo(Outcome.SKIP);
  }

  @Test
  void oneBindingSpeaksWithoutItsName() {
    assertThat(judge(binding("third", 3, "")).messages()).containsExactly("It is not 3");
  }

  @Test
  void severalBindingsJoinAndEachMessageSaysWhose() {
    Result result =
        judge(binding("first", 1, ""), binding("second", 2, ""), binding("third", 3, ""));

    assertThat(result.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(result.messages()).containsExactly("first: It is not 1", "third: It is not 3");
  }

  @Test
  void failureOutweighsErrorOutweighsPassOutweighsSkip() {
    SourceFile fails = binding("fails", 3, "");
    SourceFile passes = binding("passes", 2, "");
    SourceFile skips = binding("skips", 0, "");
    SourceFile errs =
        WrittenPolicy.binding("errs", "policyName: demo\nparameters: {expected: 2, seen: true}");

    assertThat(judge(fails, errs, passes, skips).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(judge(errs, passes, skips).outcome()).isEqualTo(Outcome.ERROR);
    assertThat(judge(passes, skips).outcome()).isEqualTo(Outcome.PASS);
    assertThat(judge(skips, skips(2)).outcome()).isEqualTo(Outcome.SKIP);
  }

  private static SourceFile skips(int number) {
    return binding("skips-" + number, 0, "");
  }

  @Test
  void severityIsTheHighestAmongThoseThatDecided() {
    assertThat(
            judge(
                    binding("low", 3, "severity: LOW"),
                    binding("high", 1, "severity: HIGH"),
                    binding("critical", 2, "severity: CRITICAL"))
                .severity())
        .isEqualTo(Severity.HIGH);
  }

  @Test
  void whatIsNotEnforcedIsInformational() {
    Result result = judge(binding("trial", 3, "severity: CRITICAL\nenforce: false"));

    assertThat(result.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(result.severity()).isEqualTo(Severity.INFORMATIONAL);
  }

  @Test
  void whatIsEnforcedElsewhereStaysSo() {
    Result result = judge(binding("trial", 3, "enforce: false"), binding("real", 1, ""));

    assertThat(result.severity()).isEqualTo(Severity.MEDIUM);
  }

  @Test
  void aPolicysOwnScopeHoldsBeforeItsBindings() {
    SourceFile policy =
        WrittenPolicy.policy(
            "scoped",
            """
            matchResources: [projects/other/locations/*/environments/*]
            validations: [{expression: 'false', message: No.}]
            """);

    assertThat(
            WrittenPolicy.load(policy)
                .judge(Subjects.composer2(), WrittenPolicy.NOW)
                .get(0)
                .outcome())
        .isEqualTo(Outcome.SKIP);
  }

  @Test
  void aNumberThatNoDoubleHoldsIsAnErrorAndNotZero() {
    SourceFile policy =
        WrittenPolicy.policy(
            "enough",
            """
            parameters:
              share: {schema: {type: number}, default: 0.5}
            validations: [{expression: 'params.share < 0.1', message: No.}]
            """);
    SourceFile binding =
        new SourceFile(
            "bindings.yaml",
            """
            {"apiVersion": "composer-audit/v1", "kind": "PolicyBinding",
             "metadata": {"name": "here"},
             "spec": {"policyName": "enough", "parameters": {"share": 1e400}}}
            """);

    assertThatThrownBy(() -> PolicySetLoader.load(List.of(policy, binding)))
        .isInstanceOf(InvalidDocumentsException.class)
        .hasMessageContaining("share: must be a number that fits into 64-bit floating point");
  }
}
