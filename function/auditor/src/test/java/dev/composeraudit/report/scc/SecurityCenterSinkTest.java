package dev.composeraudit.report.scc;

import static dev.composeraudit.report.scc.SecurityCenterFixture.FIRST;
import static dev.composeraudit.report.scc.SecurityCenterFixture.LATER;
import static dev.composeraudit.report.scc.SecurityCenterFixture.PASS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.composeraudit.event.CoverageCount;
import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.CoverageCheck;
import dev.composeraudit.report.finding.CoverageReport;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingBatch;
import dev.composeraudit.report.finding.SampleFindings;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Trigger.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a finding is opened, confirmed and closed, in whatever order its events come. */
class SecurityCenterSinkTest {
  private final SecurityCenterFixture fixture = new SecurityCenterFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void ofWhatHasNotChangedOnlyTheTimeIsWritten() throws Exception {
    fixture.send(SampleFindings.fail(), FIRST);
    JsonObject opened = fixture.only().deepCopy();
    fixture.center.calls();
    fixture.send(SampleFindings.fail(), FIRST);
    assertThat(fixture.center.calls()).containsExactly("list");

    fixture.send(SampleFindings.fail(), LATER);
    assertThat(fixture.center.calls()).containsExactly("list", "update");
    opened.getAsJsonObject("sourceProperties").addProperty("judged", LATER.toString());
    assertThat(fixture.only()).isEqualTo(opened);
  }

  @Test
  void aLateEventNeitherReopensNorClosesWhatALaterOneFoundUnchanged() throws Exception {
    fixture.send(SampleFindings.fail(), FIRST);
    fixture.send(PASS, FIRST.plusSeconds(1));
    fixture.send(PASS, LATER);
    fixture.send(SampleFindings.fail(), LATER.minusSeconds(1));
    assertThat(fixture.state()).isEqualTo("INACTIVE");

    fixture.send(SampleFindings.fail(), LATER.plusSeconds(1));
    fixture.send(SampleFindings.fail(), LATER.plusSeconds(60));
    fixture.send(PASS, LATER.plusSeconds(59));
    assertThat(fixture.state()).isEqualTo("ACTIVE");
    assertThat(fixture.property("status")).isEqualTo("FAIL");
  }

  @Test
  void oneCallWritesTheTimeOfAllThatIsUnchanged() throws Exception {
    fixture.send(
        true,
        SecurityCenterFixture.named("a", FIRST),
        SecurityCenterFixture.named("b", FIRST),
        SecurityCenterFixture.named("c", FIRST));
    fixture.center.calls();
    fixture.send(
        true,
        SecurityCenterFixture.named("a", LATER),
        SecurityCenterFixture.named("b", LATER),
        SecurityCenterFixture.named("c", LATER));

    assertThat(fixture.center.calls()).containsExactly("list", "update");
    for (String each : List.of("a", "b", "c")) {
      fixture.send(true, SecurityCenterFixture.closed(each, LATER.minusSeconds(1)));
    }
    assertThat(fixture.center.findings().values())
        .allMatch(it -> it.get("state").getAsString().equals("ACTIVE"));
  }

  @Test
  void thatTimeOutlivesWhateverElseIsWrittenToTheFindingThatHoldsIt() throws Exception {
    fixture.send(
        true, SecurityCenterFixture.named("a", FIRST), SecurityCenterFixture.named("b", FIRST));
    fixture.send(
        true, SecurityCenterFixture.named("a", LATER), SecurityCenterFixture.named("b", LATER));
    fixture.send(true, SecurityCenterFixture.closed("a", LATER.plusSeconds(1)));
    fixture.send(true, SecurityCenterFixture.named("a", LATER.plusSeconds(2)));
    fixture.send(true, SecurityCenterFixture.closed("b", LATER.minusSeconds(1)));

    assertThat(fixture.stateOf("b")).isEqualTo("ACTIVE");
  }

  @Test
  void whereNotAllWasDecidedTheTimeIsWrittenOfWhatWas() throws Exception {
    fixture.send(
        true,
        SecurityCenterFixture.named("a", FIRST),
        SecurityCenterFixture.named("b", FIRST),
        SecurityCenterFixture.named("c", FIRST));
    fixture.center.calls();
    fixture.send(
        false, SecurityCenterFixture.named("a", LATER), SecurityCenterFixture.named("b", LATER));
    assertThat(fixture.center.calls()).containsExactly("list", "update", "update");

    for (String each : List.of("a", "b", "c")) {
      fixture.send(true, SecurityCenterFixture.closed(each, LATER.minusSeconds(1)));
    }
    assertThat(fixture.stateOf("a")).isEqualTo("ACTIVE");
    assertThat(fixture.stateOf("b")).isEqualTo("ACTIVE");
    assertThat(fixture.stateOf("c")).isEqualTo("INACTIVE");
  }

  @Test
  void whatCompliesIsClosedOnceAndWhatWasWrongCanStillBeRead() throws Exception {
    fixture.send(SampleFindings.fail(), FIRST);
    String wrong = fixture.only().get("description").getAsString();
    fixture.center.calls();
    fixture.send(PASS, LATER);
    fixture.send(PASS, LATER.plusSeconds(60));

    assertThat(fixture.center.calls())
        .containsExactly("list", "update", "setState", "list", "update");
    assertThat(fixture.state()).isEqualTo("INACTIVE");
    assertThat(fixture.only().get("description").getAsString()).isEqualTo(wrong);
    assertThat(fixture.only().get("eventTime").getAsString()).isEqualTo(LATER.toString());
    assertThat(fixture.property("status")).isEqualTo("PASS");
    assertThat(fixture.property("policy")).isEqualTo("ip-masquerade-agent-enabled");
  }

  @Test
  void whatWasNeverThereIsNotClosed() throws Exception {
    fixture.send(PASS, FIRST);

    assertThat(fixture.center.calls()).containsExactly("list");
    assertThat(fixture.center.findings()).isEmpty();
  }

  @Test
  void whatBreaksAgainIsOpenedAgain() throws Exception {
    fixture.send(SampleFindings.fail(), FIRST);
    fixture.send(PASS, LATER);
    fixture.send(SampleFindings.fail(), LATER.plusSeconds(60));

    assertThat(fixture.state()).isEqualTo("ACTIVE");
    assertThat(fixture.property("status")).isEqualTo("FAIL");
    assertThat(fixture.seen()).isEqualTo(LATER.plusSeconds(60));
  }

  @Test
  void aLateEventNeitherOpensNorClosesWhatALaterOneDecided() throws Exception {
    fixture.send(SampleFindings.fail(), LATER);
    fixture.center.calls();
    fixture.send(PASS, FIRST);
    assertThat(fixture.state()).isEqualTo("ACTIVE");
    assertThat(fixture.center.calls()).containsExactly("list");

    fixture.send(PASS, LATER);
    fixture.send(SampleFindings.fail(), FIRST);
    assertThat(fixture.state()).isEqualTo("INACTIVE");
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"EXEMPT", "SKIP"})
  void whatIsExemptOrDoesNotApplyIsClosed(Outcome outcome) throws Exception {
    fixture.send(SampleFindings.fail(), FIRST);
    fixture.send(
        outcome == Outcome.EXEMPT ? SampleFindings.exempt() : SampleFindings.of(outcome, "m"),
        LATER);

    assertThat(fixture.state()).isEqualTo("INACTIVE");
    assertThat(fixture.only().getAsJsonObject("sourceProperties").has("exception"))
        .isEqualTo(outcome == Outcome.EXEMPT);
  }

  @Test
  void whatIsGoneIsClosed() throws Exception {
    fixture.send(SampleFindings.fail(), FIRST);
    Result skip = SampleFindings.of(Outcome.SKIP, "The environment is gone.");
    Finding gone =
        Finding.archived(
            SecurityCenterFixture.report(Kind.DELETE, skip, LATER), skip, Baseline.NONE);
    fixture.send(true, gone);

    assertThat(fixture.state()).isEqualTo("INACTIVE");
    assertThat(fixture.property("status")).isEqualTo("GONE");
  }

  @Test
  void whatCouldNotBeJudgedNeitherOpensNorCloses() throws Exception {
    fixture.send(SampleFindings.error(), FIRST);
    assertThat(fixture.center.findings()).isEmpty();
    fixture.send(SampleFindings.fail(), FIRST);
    fixture.send(SampleFindings.error(), LATER);
    assertThat(fixture.state()).isEqualTo("ACTIVE");
  }

  @Test
  void whatIsPendingIsNotWritten() throws Exception {
    fixture.send(SampleFindings.of(Outcome.PENDING, "not yet"), FIRST);

    assertThat(fixture.center.calls()).isEmpty();
  }

  @Test
  void theFindingAboutCoverageIsKeptToo() throws Exception {
    EnvironmentName missed = new EnvironmentName("acme-data", "europe-west1", "one");
    fixture.send(coverage(FIRST, missed), SecurityCenterFixture.timer());

    assertThat(fixture.center.calls()).containsExactly("list", "update", "setState");
    assertThat(fixture.state()).isEqualTo("ACTIVE");
    assertThat(fixture.only().get("resourceName").getAsString())
        .isEqualTo("//cloudresourcemanager.googleapis.com/organizations/12");
    assertThat(fixture.only().get("category").getAsString()).isEqualTo("ENVIRONMENTS_ARE_JUDGED");
    assertThat(fixture.only().get("description").getAsString())
        .startsWith("1 of 3 environments")
        .contains(missed.toString());

    fixture.send(coverage(LATER), SecurityCenterFixture.timer());
    assertThat(fixture.state()).isEqualTo("INACTIVE");
  }

  private static FindingBatch coverage(Instant time, EnvironmentName... missed) {
    return FindingBatch.of(
        new CoverageCheck(
            new CoverageRequest("check", time),
            "organizations/12",
            new CoverageReport.Compared(CoverageCount.NONE.plus(3, List.of(missed))),
            List.of(),
            time));
  }
}
