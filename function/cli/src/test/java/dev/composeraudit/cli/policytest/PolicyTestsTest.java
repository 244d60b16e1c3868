package dev.composeraudit.cli.policytest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.composeraudit.cli.policytest.PolicyTests.TestOutcome;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.Golden;
import dev.composeraudit.policy.PackagedPolicies;
import dev.composeraudit.policy.TestPolicyFolder;
import dev.composeraudit.policy.WrittenPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Policies' own tests: they run, they fail readably, and what is missing is a mistake. */
class PolicyTestsTest {
  private static final SourceFile POLICY =
      WrittenPolicy.policy(
          "demo",
          """
          parameters:
            generation: {default: 2, schema: {type: integer}}
          variables:
            - {name: seen, expression: composer.generation}
            - {name: pods, expression: network.podCidrs}
            - {name: broken, expression: 1 / (composer.generation - 2)}
          validations:
            - {expression: variables.seen == params.generation, message: Another generation.}
          """);
  private static final SourceFile BASELINE =
      TestPolicyFolder.file(TestPolicyFolder.SHIPPED, "subjects/composer-2.yaml");
  private static final String PASSES = "{name: second, expect: {result: PASS}}";
  private static final String FAILS =
      "{name: third, parameters: {generation: 3}, expect: {result: FAIL, messages: [^Another]}}";

  private static SourceFile tests(String... cases) {
    return new SourceFile(
        "demo/tests.yaml",
        """
        apiVersion: composer-audit/v1
        kind: PolicyTest
        policy: demo
        subject: ../subjects/composer-2.yaml
        cases: [%s]
        """
            .formatted(String.join(", ", cases)));
  }

  private static List<TestOutcome> run(SourceFile tests) throws InvalidDocumentsException {
    return PolicyTests.run(List.of(POLICY, BASELINE, tests), name -> true);
  }

  private static void assertError(SourceFile tests, String message) {
    assertThatThrownBy(() -> run(tests))
        .isInstanceOf(InvalidDocumentsException.class)
        .hasMessageContaining(message);
  }

  @Test
  void everyShippedPolicyPassesItsOwnTests() throws InvalidDocumentsException {
    List<TestOutcome> outcomes = PolicyTests.run(TestPolicyFolder.shipped(), name -> true);

    assertThat(outcomes).filteredOn(outcome -> !outcome.passed()).isEmpty();
    assertThat(outcomes.stream().map(TestOutcome::policy).distinct())
        .hasSameSizeAs(PackagedPolicies.load().policies());
  }

  @Test
  void casesRunInTheirOrderAndByName() throws InvalidDocumentsException {
    List<SourceFile> files = List.of(POLICY, BASELINE, tests(PASSES, FAILS));

    assertThat(PolicyTests.run(files, name -> true))
        .containsExactly(
            new TestOutcome("demo", "second", true, ""),
            new TestOutcome("demo", "third", true, ""));
    assertThat(PolicyTests.run(files, "demo/third"::equals))
        .extracting(TestOutcome::name)
        .containsExactly("third");
  }

  @Test
  void aFailureShowsWhatWasExpectedWhatCameAndEachVariable() throws InvalidDocumentsException {
    SourceFile wrong =
        tests(
            PASSES,
            FAILS,
            """
            {name: wrong, parameters: {generation: 3}, patch: {cluster: null},
             expect: {result: FAIL, messages: [^Another, third]}}
            """);

    TestOutcome outcome = run(wrong).get(2);

    assertThat(outcome.passed()).isFalse();
    Golden.check("tests/failure.txt", outcome.report());
  }

  @Test
  void aPolicyWithoutTestsIsAnError() {
    assertThatThrownBy(() -> PolicyTests.run(List.of(POLICY, BASELINE), name -> true))
        .isInstanceOf(InvalidDocumentsException.class)
        .hasMessageContaining("demo has no test that expects PASS")
        .hasMessageContaining("demo has no test that expects FAIL");
  }

  @Test
  void aPolicyWithoutAFailingCaseIsAnError() {
    assertError(tests(PASSES), "demo has no test that expects FAIL");
  }

  @Test
  void twoCasesOfOneNameAreAnError() {
    assertError(tests(PASSES, FAILS, PASSES), "two cases have this name");
  }

  @Test
  void aSubjectThatDoesNotExistIsAnError() {
    assertError(
        tests(
            PASSES, FAILS, "{name: lost, subject: ../subjects/lost.yaml, expect: {result: PASS}}"),
        "there is no subject subjects/lost.yaml");
  }

  @Test
  void aPatchThatMakesNoSubjectIsAnError() {
    assertError(
        tests(PASSES, FAILS, "{name: odd, patch: {clusters: {}}, expect: {result: PASS}}"),
        "a Subject has no key \"clusters\"");
  }

  @Test
  void testsOfAPolicyThatDoesNotExistAreAnError() {
    SourceFile tests = tests(PASSES, FAILS);
    assertError(
        new SourceFile(tests.path(), tests.text().replace("policy: demo", "policy: dmo")),
        "there is no policy \"dmo\"");
  }

  @Test
  void aParameterThatDoesNotExistIsAnError() {
    assertError(
        tests(PASSES, FAILS, "{name: odd, parameters: {generations: 1}, expect: {result: PASS}}"),
        "no such parameter: \"generations\"");
  }

  @Test
  void errorsInTheFormOfTestsAreAllReported() {
    assertThatThrownBy(
            () ->
                run(
                    tests(
                        "{name: a, expect: {result: FALL}}",
                        "{expect: {result: PASS, messages: ['(']}}",
                        "{name: b, expected: {result: PASS}}")))
        .isInstanceOf(InvalidDocumentsException.class)
        .hasMessageContaining("\"FALL\"")
        .hasMessageContaining("not a regular expression")
        .hasMessageContaining("name: missing")
        .hasMessageContaining("expected");
  }
}
