package dev.composeraudit.report.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingStatus;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.report.finding.SampleFindings;
import dev.composeraudit.report.finding.TeamLabels;
import dev.composeraudit.subject.Trigger.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** README's table says what becomes of each result in OCSF. */
class ResultsTableTest {
  private static final Path README = Path.of("../../README.md");
  private static final String HEAD =
      "| result | means | what to do | on Pub/Sub (`compliance_status`) | OCSF activity | OCSF"
          + " status | severity |";

  private final OcsfWriter writer = new OcsfWriter(SampleFindings.PRODUCER);

  @ParameterizedTest
  @EnumSource(value = Outcome.class, mode = Mode.EXCLUDE, names = "PENDING")
  void eachResultOfAnEnvironmentThatExistedIsWrittenAsTheTableSays(Outcome outcome)
      throws IOException {
    assertThat(written(finding(outcome, Kind.SWEEP)))
        .isEqualTo(row(outcome.name()).replace("Create (new environment) or Update", "Update"));
  }

  @ParameterizedTest
  @EnumSource(value = Outcome.class, mode = Mode.EXCLUDE, names = "PENDING")
  void eachResultOfANewEnvironmentIsWrittenAsTheTableSays(Outcome outcome) throws IOException {
    assertThat(written(finding(outcome, Kind.CREATE_LAST)))
        .isEqualTo(row(outcome.name()).replace("Create (new environment) or Update", "Create"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"CREATE_FIRST", "CREATE_LAST"})
  void theFirstPassOfAnEnvironmentIsInformational(Kind kind) {
    assertThat(written(finding(Outcome.PASS, kind)))
        .isEqualTo("PASS, Close, Resolved, Informational");
  }

  @Test
  void whatIsPendingIsNotPublished() throws IOException {
    assertThat(finding(Outcome.PENDING, Kind.SWEEP).status())
        .isEqualTo(FindingStatus.NOT_PUBLISHED);
    assertThat(row("PENDING")).isEqualTo("none, , , ");
  }

  @Test
  void whatIsOfAnEnvironmentThatIsGoneIsWrittenAsTheTableSays() throws IOException {
    Result skip = SampleFindings.of(Outcome.SKIP, "The environment is gone.");
    Report report =
        new Report(
            SampleFindings.event(Kind.DELETE),
            SampleFindings.gone(),
            List.of(skip),
            "sha256:f",
            SampleFindings.JUDGED);

    assertThat(written(Finding.archived(report, skip, Baseline.NONE))).isEqualTo(row(""));
  }

  private static Finding finding(Outcome outcome, Kind kind) {
    Result result = SampleFindings.of(outcome, "m", Severity.HIGH);
    return Finding.of(
        SampleFindings.report(kind, result), result, Baseline.NONE, TeamLabels.DEFAULT);
  }

  private String written(Finding finding) {
    JsonObject ocsf = writer.write(finding);
    return "%s, %s, %s, %s"
        .formatted(
            finding.status().code(),
            ocsf.get("activity_name").getAsString(),
            ocsf.get("status").getAsString(),
            ocsf.get("severity").getAsString());
  }

  /** A row's code on Pub/Sub, activity, status, and severity; a policy's own is High here. */
  private static String row(String result) throws IOException {
    List<String> lines = Files.readAllLines(README);
    Stream<String> table = lines.stream().skip(lines.indexOf(HEAD) + 2L);
    List<String[]> rows =
        table
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.split(" *\\| *", -1))
            .filter(cells -> cells[1].equals(result))
            .toList();
    assertThat(rows).as("rows of README's table for %s", result).hasSize(1);
    String[] cells = rows.get(0);
    return "%s, %s, %s, %s"
        .formatted(
            cells[4].replaceAll("[:;].*", "").replace("`", ""),
            cells[5],
            cells[6],
            cells[7].replace("the policy's", "High"));
  }
}
