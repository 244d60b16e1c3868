package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** States of environments that do not hold any more, or not for long. */
final class DeletedInputsTest {
  private static final String NAME = "projects/acme-data/locations/europe-west1/environments/etl";

  private static String environment(boolean agent, String more) {
    return """
    {"name":"%s",%s"config":{"nodeConfig":{"enableIpMasqAgent":%b},
     "softwareConfig":{"imageVersion":"composer-2.13.7-airflow-2.10.5"}}}\
    """
        .formatted(NAME, more, agent);
  }

  private static String state(String window, boolean agent, String more) {
    return """
    {"window":{%s},%s"asset":{"name":"//composer.googleapis.com/%s",
     "assetType":"composer.googleapis.com/Environment","resource":{"data":%s}}}\
    """
        .formatted(window, more, NAME, environment(agent, ""));
  }

  private static String window(String start, String end) {
    return "\"startTime\":\"2026-11-%sT00:00:00Z\"".formatted(start)
        + (end.isEmpty() ? "" : ",\"endTime\":\"2026-11-%sT00:00:00Z\"".formatted(end));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"assets\":[%s,%s]}", "[%s,%s]", "%s\n%s"})
  void ofAHistoryTheStateThatHoldsIsJudged(String form) {
    String on = state(window("02", ""), true, "");
    String off = state(window("01", "02"), false, "");

    for (String history : new String[] {form.formatted(on, off), form.formatted(off, on)}) {
      Cli.Run run = Cli.checkAgent(history);
      assertThat(run.outcomes()).containsExactly("PASS");
      assertThat(run.err()).contains(NAME + ": earlier states of its history are not judged: 1");
      assertThat(run.code()).isZero();
    }
  }

  @Test
  void aHistoryMayHaveProtoNames() {
    String history =
        "{\"assets\":[%s,%s]}"
            .formatted(state(window("01", "02"), true, ""), state(window("02", ""), false, ""))
            .replace("startTime", "start_time")
            .replace("endTime", "end_time")
            .replace("assetType", "asset_type");

    assertThat(Cli.checkAgent(history).outcomes()).containsExactly("FAIL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"assets\":[%s,%s]}", "[%s,%s]", "%s\n%s"})
  void statesWithoutANameAreNotOfTheSameEnvironment(String form) {
    String history =
        form.formatted(state(window("01", ""), false, ""), state(window("02", ""), true, ""))
            .replace("\"name\":\"//composer", "\"title\":\"//composer");

    assertThat(Cli.checkAgent(history).outcomes()).containsExactlyInAnyOrder("FAIL", "PASS");
  }

  @Test
  void anEnvironmentWhoseHistoryEndsWithItsDeletionIsNamed() {
    Cli.Run run =
        Cli.checkAgent(
            "{\"assets\":[%s,%s]}"
                .formatted(
                    state(window("01", "02"), true, ""),
                    state(window("02", ""), true, "\"deleted\":true,")));

    assertThat(run.outcomes()).isEmpty();
    assertThat(run.err()).contains(NAME + " has been deleted, so it is not judged");
  }

  /** A history of a time that is over does not show what holds now. */
  @Test
  void aHistoryThatEndedIsNotComplete() {
    Cli.Run run = Cli.checkAgent("[" + state(window("01", "02"), true, "") + "]");

    assertThat(run.outcomes()).isEmpty();
    assertThat(run.err())
        .contains("its latest state ended at 2026-11-02T00:00:00Z")
        .contains("gcloud composer environments describe");
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void aWindowWithoutATimeIsRefused() {
    Cli.Run run = Cli.checkAgent(state("\"startTime\":\"yesterday\"", true, ""));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("window.startTime: must be an RFC 3339 time");
  }

  /** What decides which state holds must be readable. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"window\":{\"startTime\":{\"seconds\":1}}",
        "\"window\":{\"start_time\":1700000000}",
        "\"window\":{\"endTime\":{\"seconds\":1}}",
        "\"window\":{\"end_time\":1}",
        "\"window\":\"yesterday\"",
        "\"window\":{},\"deleted\":1"
      })
  void aHistoryWhoseTimesAreOfAnotherTypeIsRefused(String window) {
    Cli.Run run = Cli.checkAgent(state("", true, "").replace("\"window\":{}", window));

    assertThat(run.outcomes()).isEmpty();
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(": must be ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"DELETING\"", "4", "\"4\"", "4.0"})
  void anEnvironmentThatIsBeingDeletedIsNamedAndNotJudged(String state) {
    for (boolean agent : new boolean[] {true, false}) {
      Cli.Run run = Cli.checkAgent(environment(agent, "\"state\":%s,".formatted(state)));

      assertThat(run.outcomes()).isEmpty();
      assertThat(run.err())
          .contains(NAME + " is being deleted, so it is not judged")
          .contains("nothing to judge: every environment is deleted, being deleted,");
      assertThat(run.code()).isZero();
    }
  }

  @Test
  void aSubjectThatIsBeingDeletedIsNotJudged() {
    String subject =
        "{\"apiVersion\":\"composer-audit/v1\",\"kind\":\"Subject\",\"environment\":%s}"
            .formatted(environment(false, "\"state\":\"DELETING\","));

    assertThat(Cli.checkAgent(subject).outcomes()).isEmpty();
    assertThat(Cli.checkAgent(subject).err()).contains(NAME + " is being deleted");
  }

  @Test
  void aManifestThatIsBeingDeletedIsJudgedOnlyIfTheEnvironmentStays() {
    String manifest =
        """
        apiVersion: composer.cnrm.cloud.google.com/v1beta1
        kind: ComposerEnvironment
        metadata:
          name: etl
          deletionTimestamp: "2026-11-23T10:00:00Z"
          annotations: {cnrm.cloud.google.com/deletion-policy: %s}
        spec:
          location: europe-west1
          projectRef: {external: acme-data}
          config:
            softwareConfig: {imageVersion: composer-2.13.7-airflow-2.10.5}
            nodeConfig: {enableIPMasqAgent: false}
        """;

    assertThat(Cli.checkAgent(manifest.formatted("delete")).outcomes()).isEmpty();
    assertThat(Cli.checkAgent(manifest.formatted("delete")).err())
        .contains(NAME + " is being deleted");
    assertThat(Cli.checkAgent(manifest.formatted("abandon")).outcomes()).containsExactly("FAIL");
  }

  @Test
  void aSearchSaysBesideTheDataThatAnEnvironmentIsBeingDeleted() {
    String found =
        """
        {"name":"//composer.googleapis.com/%s","assetType":"composer.googleapis.com/Environment",
         "state":"%s","versionedResources":[{"version":"v1","resource":%s}]}
        """;

    Cli.Run deleting = Cli.checkAgent(found.formatted(NAME, "DELETING", environment(true, "")));
    assertThat(deleting.outcomes()).isEmpty();
    assertThat(deleting.err()).contains(NAME + " is being deleted");

    Cli.Run running = Cli.checkAgent(found.formatted(NAME, "RUNNING", environment(true, "")));
    assertThat(running.outcomes()).containsExactly("PASS");

    Cli.Run both =
        Cli.checkAgent(
            found.formatted(NAME, "DELETING", environment(true, "\"state\":\"RUNNING\",")));
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err())
        .contains("the asset has the state \"DELETING\", and its data \"RUNNING\"; search again");
  }
}
