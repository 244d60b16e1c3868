package dev.composeraudit.report.finding;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.gson.JsonObject;
import dev.composeraudit.report.finding.TeamLabels.Team;
import dev.composeraudit.report.ocsf.OcsfWriter;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Parts;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Trigger.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which team a finding names. */
class TeamLabelsTest {
  @Test
  void theFirstLabelThatHasAValueCounts() {
    assertThat(of(Map.of("team", "data", "owner", "alice"))).isEqualTo(new Team("alice", "owner"));
    assertThat(of(Map.of("team", "data", "owner", ""))).isEqualTo(new Team("data", "team"));
    assertThat(of(Map.of("stage", "prod"))).isNull();
    assertThat(TeamLabels.DEFAULT.of(null)).isNull();
  }

  @Test
  void theSettingsLabelsAreTheOnlyOnesThatCount() {
    Environment environment =
        Environment.newBuilder().putLabels("owner", "alice").putLabels("cost-center", "7").build();

    assertThat(new TeamLabels(List.of("cost-center")).of(environment))
        .isEqualTo(new Team("7", "cost-center"));
    assertThat(new TeamLabels(List.of("department")).of(environment)).isNull();
  }

  @Test
  void aFindingNamesTheTeamBesideWhoeverCreatedTheEnvironment() {
    JsonObject finding = write(SampleFindings.report(Kind.CREATE_LAST), TeamLabels.DEFAULT);
    JsonObject resource = finding.getAsJsonArray("resources").get(0).getAsJsonObject();

    assertThat(resource.getAsJsonObject("group")).hasToString("{\"name\":\"data\"}");
    assertThat(resource.getAsJsonObject("owner").get("name").getAsString())
        .isEqualTo("alice@example.com");
    assertThat(finding.getAsJsonObject("unmapped").get("team_according_to").getAsString())
        .isEqualTo("label team");
  }

  @Test
  void aFindingWithoutATeamHasNoGroup() {
    JsonObject finding =
        write(SampleFindings.report(Kind.SWEEP), new TeamLabels(List.of("department")));

    assertThat(finding.getAsJsonArray("resources").get(0).getAsJsonObject().has("group")).isFalse();
    assertThat(finding.getAsJsonObject("unmapped").has("team_according_to")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"63, 63", "64, 63", "100000, 63"})
  void aLabelIsNoLongerThanGoogleAllows(int length, int expected) {
    assertThat(of(Map.of("owner", "a".repeat(length))))
        .isNotNull()
        .extracting(Team::name)
        .asString()
        .hasSize(expected);
  }

  @Test
  void aHostileLabelStaysAValue() {
    String hostile = "a\",\"severity\":\"LOW\n\u2028</script>";
    Report report = SampleFindings.report(Kind.SWEEP);
    Environment environment = Environment.newBuilder().putLabels("owner", hostile).build();
    Report labelled = withEnvironment(report, environment);

    JsonObject finding = write(labelled, TeamLabels.DEFAULT);

    assertThat(
            finding
                .getAsJsonArray("resources")
                .get(0)
                .getAsJsonObject()
                .getAsJsonObject("group")
                .get("name")
                .getAsString())
        .isEqualTo(hostile);
    assertThat(finding.get("severity").getAsString()).isEqualTo("High");
    assertThat(finding.toString()).doesNotContain("\n", "\u2028");
  }

  private static @Nullable Team of(Map<String, String> labels) {
    return TeamLabels.DEFAULT.of(Environment.newBuilder().putAllLabels(labels).build());
  }

  private static Report withEnvironment(Report report, Environment environment) {
    Subject subject = report.subject();
    Parts parts =
        Parts.unknown(new Observed.Unknown<>(Observed.Reason.NOT_READ, "not read"))
            .with(Part.ENVIRONMENT, Observed.known(environment));
    return new Report(
        report.event(),
        new Subject(
            subject.name(),
            subject.trigger(),
            parts,
            Map.of(),
            subject.observer(),
            subject.observedAt()),
        report.results(),
        report.policies(),
        report.time());
  }

  private static JsonObject write(Report report, TeamLabels teams) {
    return new OcsfWriter(SampleFindings.PRODUCER)
        .write(Finding.of(report, SampleFindings.fail(), Baseline.NONE, teams));
  }
}
