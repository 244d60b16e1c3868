package dev.composeraudit.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.Subjects;
import dev.composeraudit.policy.WrittenPolicy;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import org.junit.jupiter.api.Test;

/** The project and location of an environment, and the order of versions. */
class EnvironmentLibraryTest {
  private static Outcome judge(String expression, String patch) {
    SourceFile policy = WrittenPolicy.policyThat("demo", expression);
    Result result =
        WrittenPolicy.load(policy).judge(Subjects.composer2(patch), WrittenPolicy.NOW).get(0);
    return result.outcome();
  }

  @Test
  void aPolicyKnowsProjectAndLocation() {
    assertThat(judge("resource.project() == \"example-project\"", "{}")).isEqualTo(Outcome.PASS);
    assertThat(judge("resource.location() == \"us-central1\"", "{}")).isEqualTo(Outcome.PASS);
    assertThat(judge("resource.location().startsWith(\"europe-\")", "{}")).isEqualTo(Outcome.FAIL);
  }

  @Test
  void whatIsUnknownOfTheEnvironmentDoesNotMatterToThem() {
    String creating =
        "{cluster: null, environment: {state: CREATING, config: {gkeCluster: null}},"
            + " unknown: {cluster: {reason: NOT_YET, help: wait}}}";

    assertThat(judge("resource.project() == \"example-project\"", creating))
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void anUnknownVersionIsAnErrorAndNoOrder() {
    assertThat(
            judge(
                "compareVersions(composer.version, \"2.0\") >= 0",
                "{environment: {config: {softwareConfig: {imageVersion:"
                    + " composer-latest-airflow-2}}}}"))
        .isEqualTo(Outcome.ERROR);
  }
}
