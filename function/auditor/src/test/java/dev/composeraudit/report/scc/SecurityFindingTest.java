package dev.composeraudit.report.scc;

import static dev.composeraudit.report.scc.SecurityCenterFixture.FIRST;
import static dev.composeraudit.report.scc.SecurityCenterFixture.LATER;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.report.Golden;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.SampleFindings;
import dev.composeraudit.report.finding.TeamLabels;
import dev.composeraudit.report.json.JsonFields;
import dev.composeraudit.subject.Trigger.Kind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a violation is written to Security Command Center. */
class SecurityFindingTest {
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
  private final SecurityCenterFixture fixture = new SecurityCenterFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aViolationIsOpenedAndSaysWhatToDo() throws Exception {
    assertThat(fixture.send(SampleFindings.fail(), FIRST)).isEmpty();

    assertThat(fixture.center.calls()).containsExactly("list", "update", "setState");
    Golden.assertEqual("../security-center/opened.json", PRETTY.toJson(fixture.only()) + "\n");
  }

  @Test
  void whatHasChangedIsWrittenAndItsStateIsLeftAlone() throws Exception {
    fixture.send(SampleFindings.fail(), FIRST);
    fixture.center.calls();
    fixture.send(SampleFindings.of(Outcome.FAIL, "Two of them are wrong now."), LATER);

    assertThat(fixture.center.calls()).containsExactly("list", "update");
    assertThat(fixture.only().get("description").getAsString())
        .isEqualTo("Two of them are wrong now.");
    assertThat(fixture.seen()).isEqualTo(LATER);
  }

  @ParameterizedTest
  @CsvSource({
    "CRITICAL, CRITICAL",
    "HIGH, HIGH",
    "MEDIUM, MEDIUM",
    "LOW, LOW",
    "INFORMATIONAL, LOW"
  })
  void severitiesAreItsOwn(Severity severity, String expected) throws Exception {
    fixture.send(SampleFindings.of(Outcome.FAIL, "m", severity), FIRST);

    assertThat(fixture.only().get("severity").getAsString()).isEqualTo(expected);
  }

  @Test
  void whatAnotherFindingExplainsSaysSo() throws Exception {
    fixture.send(SampleFindings.explained(), FIRST);

    assertThat(fixture.only().get("severity").getAsString()).isEqualTo("LOW");
    assertThat(fixture.only().getAsJsonObject("sourceProperties").get("caused_by"))
        .isEqualTo(JsonFields.texts(List.of("another-policy")));
  }

  @Test
  void whoMayMuteIsNeverDecidedHere() throws Exception {
    fixture.send(SampleFindings.fail(), FIRST);
    fixture.send(SampleFindings.exempt(), LATER);

    assertThat(fixture.only().keySet()).noneMatch(key -> key.startsWith("mute"));
  }

  @Test
  void anEnvironmentFromBeforeTheEnforcementIsMarkedAsBaseline() {
    Finding old =
        Finding.of(
            SampleFindings.report(Kind.SWEEP, SampleFindings.fail()),
            SampleFindings.fail(),
            new Baseline(SampleFindings.JUDGED),
            TeamLabels.DEFAULT);

    assertThat(baseline(old)).isTrue();
    assertThat(baseline(SecurityCenterFixture.finding(SampleFindings.fail(), FIRST))).isFalse();
  }

  private static boolean baseline(Finding finding) {
    return SecurityFinding.opened(finding, null)
        .getAsJsonObject("sourceProperties")
        .has("baseline");
  }
}
