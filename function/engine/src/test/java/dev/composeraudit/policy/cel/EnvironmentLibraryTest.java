package dev.composeraudit.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.Subjects;
import dev.composeraudit.policy.WrittenPolicy;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The project and location of an environment, and the order of versions. */
class EnvironmentLibraryTest {
  @ParameterizedTest
  @CsvSource({
    "2.9.7, 2.10.0, -1",
    "2.10, 2.10.0, 0",
    "3, 2.99.99, 1",
    "2.9.7-preview.0, 2.9.7, -1",
    "2.9.7-preview.1, 2.9.7-preview.0, 1",
    "2.10.5-build.12, 2.10.5, 1",
    "2.10.5-build.9, 2.10.5-build.12, -1",
    "1.22.7-gke.1500, 1.22.7-gke.900, 1",
    "1.22.7-gke.1500, 1.23.0-gke.100, -1"
  })
  void versionsAreComparedByTheirNumbers(String one, String other, int expected) {
    assertThat(DottedVersion.parse(one).compareTo(DottedVersion.parse(other))).isEqualTo(expected);
    assertThat(DottedVersion.parse(other).compareTo(DottedVersion.parse(one))).isEqualTo(-expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "latest", "2.", ".2", "composer-2.9.7", "2.9.7-rc.1", "-1", "2 .1"})
  void whatIsNoVersionIsRefused(String text) {
    assertThatThrownBy(() -> DottedVersion.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a version such as 2.9.7");
  }

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
