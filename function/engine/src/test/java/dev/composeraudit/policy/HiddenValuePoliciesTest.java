package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.result.Outcome;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies and the values of environments that may be secret. */
class HiddenValuePoliciesTest {
  private static final String SOFTWARE = "resource.config.softwareConfig.";
  private static final String PATCH =
      """
      environment:
        config:
          softwareConfig:
            envVariables: {DB_PASSWORD: hunter2}
            airflowConfigOverrides: {core-dags_are_paused_at_creation: "True"}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        SOFTWARE + "envVariables[\"A\"] == \"b\"",
        SOFTWARE + "envVariables.A == \"b\"",
        SOFTWARE + "envVariables.exists(k, " + SOFTWARE + "envVariables[k] == \"b\")",
        SOFTWARE + "airflowConfigOverrides == {\"a\": \"b\"}",
        "\"hunter2\" in [" + SOFTWARE + "envVariables].map(m, m.A)",
        SOFTWARE + "?envVariables[?\"A\"].orValue(\"\") == \"b\"",
        "cluster.masterAuth.password == \"\"",
        "cluster.masterAuth.clientKey.startsWith(\"x\")"
      })
  void aPolicyThatReadsTheirValuesIsAMistake(String expression) {
    SourceFile policy =
        WrittenPolicy.policy(
            "reads", "validations: [{expression: '%s', message: No.}]".formatted(expression));

    InvalidDocumentsException mistakes =
        Objects.requireNonNull(
            catchThrowableOfType(
                InvalidDocumentsException.class, () -> PolicySetLoader.load(List.of(policy))));

    assertThat(mistakes.issues()).extracting(Issue::code).containsOnly("hidden-value");
  }

  @Test
  void aMessageOrAVariableThatReadsThemIsAMistakeToo() {
    SourceFile policy =
        WrittenPolicy.policy(
            "reads",
            """
            variables:
              - {name: all, expression: resource.config.softwareConfig.envVariables}
            validations:
              - expression: "false"
                message: No.
                messageExpression: variables.all.map(k, k + variables.all[k]).join(",")
            """);

    assertThat(
            Objects.requireNonNull(
                    catchThrowableOfType(
                        InvalidDocumentsException.class,
                        () -> PolicySetLoader.load(List.of(policy))))
                .issues())
        .extracting(Issue::code)
        .containsExactly("hidden-value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"DB_PASSWORD\" in " + SOFTWARE + "envVariables",
        "size(" + SOFTWARE + "envVariables) == 1",
        SOFTWARE + "envVariables.size() == 1",
        "has(" + SOFTWARE + "airflowConfigOverrides)",
        SOFTWARE + "envVariables.exists(name, name.contains(\"PASSWORD\"))",
        SOFTWARE + "airflowConfigOverrides.all(name, name.startsWith(\"core-\"))"
      })
  void toAskForTheNamesIsAllowed(String expression) {
    SourceFile policy =
        WrittenPolicy.policy(
            "names", "validations: [{expression: '%s', message: No.}]".formatted(expression));

    assertThat(
            WrittenPolicy.load(policy)
                .judge(Subjects.composer2(PATCH), WrittenPolicy.NOW)
                .get(0)
                .outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void theSubjectItselfDoesNotHoldThem() {
    assertThat(Subjects.composer2(PATCH).toString()).doesNotContain("hunter2").contains("DB_PASSWORD");
  }
}
