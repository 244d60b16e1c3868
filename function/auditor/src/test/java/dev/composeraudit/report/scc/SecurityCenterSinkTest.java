package dev.composeraudit.report.scc;

import static dev.composeraudit.report.scc.SecurityCenterFixture.FIRST;
import static dev.composeraudit.report.scc.SecurityCenterFixture.LATER;
import static dev.composeraudit.report.scc.SecurityCenterFixture.PASS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
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
  private final SecurityCenterFixture bench = new SecurityCenterFixture();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void ofWhatHasNotChangedOnlyTheTimeIsWritten() throws Exception {
    bench.send(SampleFindings.fail(), FIRST);
    JsonObject opened = bench.only().deepCopy();
    bench.center.calls();
    bench.send(SampleFindings.fail(), FIRST);
    assertThat(bench.center.calls()).containsExactly("list");

    bench.send(SampleFindings.fail(), LATER);
    assertThat(bench.center.calls()).containsExactly("list", "update");
    opened.getAsJsonObject("sourceProperties").addProperty("judged", LATER.toString());
    assertThat(bench.only()).isEqualTo(opened);
  }

  @Test
  void aLateEventNeitherReopensNorClosesWhatALaterOneFoundUnchanged() throws Exception {
    bench.send(SampleFindings.fail(), FIRST);
    bench.send(PASS, FIRST.plusSeconds(1));
    bench.send(PASS, LATER);
    bench.send(SampleFindings.fail(), LATER.minusSeconds(1));
    assertThat(bench.state()).isEqualTo("INACTIVE");

    bench.send(SampleFindings.fail(), LATER.plusSeconds(1));
    bench.send(SampleFindings.fail(), LATER.plusSeconds(60));
    bench.send(PASS, LATER.plusSeconds(59));
    assertThat(bench.state()).isEqualTo("ACTIVE");
    assertThat(bench.property("status")).isEqualTo("FAIL");
  }

  @Test
  void oneCallWritesTheTimeOfAllThatIsUnchanged() throws Exception {
    bench.send(
        true,
        SecurityCenterFixture.named("a", FIRST),
        SecurityCenterFixture.named("b", FIRST),
        SecurityCenterFixture.named("c", FIRST));
    bench.center.calls();
    bench.send(
        true,
        SecurityCenterFixture.named("a", LATER),
        SecurityCenterFixture.named("b", LATER),
        SecurityCenterFixture.named("c", LATER));

    assertThat(bench.center.calls()).containsExactly("list", "update");
    for (String each : List.of("a", "b", "c")) {
      bench.send(true, SecurityCenterFixture.closed(each, LATER.minusSeconds(1)));
    }
    assertThat(bench.center.findings().values())
        .allMatch(it -> it.get("state").getAsString().equals("ACTIVE"));
  }

  @Test
  void thatTimeOutlivesWhateverElseIsWrittenToTheFindingThatHoldsIt() throws Exception {
    bench.send(
        true, SecurityCenterFixture.named("a", FIRST), SecurityCenterFixture.named("b", FIRST));
    bench.send(
        true, SecurityCenterFixture.named("a", LATER), SecurityCenterFixture.named("b", LATER));
    bench.send(true, SecurityCenterFixture.closed("a", LATER.plusSeconds(1)));
    bench.send(true, SecurityCenterFixture.named("a", LATER.plusSeconds(2)));
    bench.send(true, SecurityCenterFixture.closed("b", LATER.minusSeconds(1)));

    assertThat(bench.stateOf("b")).isEqualTo("ACTIVE");
  }

  @Test
  void whereNotAllWasDecidedTheTimeIsWrittenOfWhatWas() throws Exception {
    bench.send(
        true,
        SecurityCenterFixture.named("a", FIRST),
        SecurityCenterFixture.named("b", FIRST),
        SecurityCenterFixture.named("c", FIRST));
    bench.center.calls();
    bench.send(
        false, SecurityCenterFixture.named("a", LATER), SecurityCenterFixture.named("b", LATER));
    assertThat(bench.center.calls()).containsExactly("list", "update", "update");

    for (String each : List.of("a", "b", "c")) {
      bench.send(true, SecurityCenterFixture.closed(each, LATER.minusSeconds(1)));
    }
    assertThat(bench.stateOf("a")).isEqualTo("ACTIVE");
    assertThat(bench.stateOf("b")).isEqualTo("ACTIVE");
    assertThat(bench.stateOf("c")).isEqualTo("INACTIVE");
  }

  @Test
  void whatCompliesIsClosedOnceAndWhatWasWrongCanStillBeRead() throws Exception {
    bench.send(SampleFindings.fail(), FIRST);
    String wrong = bench.only().get("description").getAsString();
    bench.center.calls();
    bench.send(PASS, LATER);
    bench.send(PASS, LATER.plusSeconds(60));

    assertThat(bench.center.calls())
        .containsExactly("list", "update", "setState", "list", "update");
    assertThat(bench.state()).isEqualTo("INACTIVE");
    assertThat(bench.only().get("description").getAsString()).isEqualTo(wrong);
    assertThat(bench.only().get("eventTime").getAsString()).isEqualTo(LATER.toString());
    assertThat(bench.property("status")).isEqualTo("PASS");
    assertThat(bench.property("policy")).isEqualTo("ip-masquerade-agent-enabled");
  }

  @Test
  void whatWasNeverThereIsNotClosed() throws Exception {
    bench.send(PASS, FIRST);

    assertThat(bench.center.calls()).containsExactly("list");
    assertThat(bench.center.findings()).isEmpty();
  }

  @Test
  void whatBreaksAgainIsOpenedAgain() throws Exception {
    bench.send(SampleFindings.fail(), FIRST);
    bench.send(PASS, LATER);
    bench.send(SampleFindings.fail(), LATER.plusSeconds(60));

    assertThat(bench.state()).isEqualTo("ACTIVE");
    assertThat(bench.property("status")).isEqualTo("FAIL");
    assertThat(bench.seen()).isEqualTo(LATER.plusSeconds(60));
  }

  @Test
  void aLateEventNeitherOpensNorClosesWhatALaterOneDecided() throws Exception {
    bench.send(SampleFindings.fail(), LATER);
    bench.center.calls();
    bench.send(PASS, FIRST);
    assertThat(bench.state()).isEqualTo("ACTIVE");
    assertThat(bench.center.calls()).containsExactly("list");

    bench.send(PASS, LATER);
    bench.send(SampleFindings.fail(), FIRST);
    assertThat(bench.state()).isEqualTo("INACTIVE");
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"EXEMPT", "SKIP"})
  void whatIsExemptOrDoesNotApplyIsClosed(Outcome outcome) throws Exception {
    bench.send(SampleFindings.fail(), FIRST);
    bench.send(
        outcome == Outcome.EXEMPT ? SampleFindings.exempt() : SampleFindings.of(outcome, "m"),
        LATER);

    assertThat(bench.state()).isEqualTo("INACTIVE");
    assertThat(bench.only().getAsJsonObject("sourceProperties").has("exception"))
        .isEqualTo(outcome == Outcome.EXEMPT);
  }

  @Test
  void whatIsGoneIsClosed() throws Exception {
    bench.send(SampleFindings.fail(), FIRST);
    Result skip = SampleFindings.of(Outcome.SKIP, "The environment is gone.");
    Finding gone =
        Finding.archived(
            SecurityCenterFixture.report(Kind.DELETE, skip, LATER), skip, Baseline.NONE);
    bench.send(true, gone);

    assertThat(bench.state()).isEqualTo("INACTIVE");
    assertThat(bench.property("status")).isEqualTo("GONE");
  }

  @Test
  void whatCouldNotBeJudgedNeitherOpensNorCloses() throws Exception {
    bench.send(SampleFindings.error(), FIRST);
    assertThat(bench.center.findings()).isEmpty();
    bench.send(SampleFindings.fail(), FIRST);
    bench.send(SampleFindings.error(), LATER);
    assertThat(bench.state()).isEqualTo("ACTIVE");
  }

  @Test
  void whatIsPendingIsNotWritten() throws Exception {
    bench.send(SampleFindings.of(Outcome.PENDING, "not yet"), FIRST);

    assertThat(bench.center.calls()).isEmpty();
  }

  @Test
  void theFindingAboutCoverageIsKeptToo() throws Exception {
    EnvironmentName missed = new EnvironmentName("acme-data", "europe-west1", "one");
    bench.send(coverage(FIRST, missed), SecurityCenterFixture.timer());

    assertThat(bench.center.calls()).containsExactly("list", "update", "setState");
    assertThat(bench.state()).isEqualTo("ACTIVE");
    assertThat(bench.only().get("resourceName").getAsString())
        .isEqualTo("//cloudresourcemanager.googleapis.com/organizations/12");
    assertThat(bench.only().get("category").getAsString()).isEqualTo("ENVIRONMENTS_ARE_JUDGED");
    assertThat(bench.only().get("description").getAsString())
        .startsWith("1 of 3 environments")
        .contains(missed.toString());

    bench.send(coverage(LATER), SecurityCenterFixture.timer());
    assertThat(bench.state()).isEqualTo("INACTIVE");
  }

  private static FindingBatch coverage(Instant time, EnvironmentName... missed) {
    return FindingBatch.of(
        new CoverageCheck(
            new CoverageRequest("check", time),
            "organizations/12",
            new CoverageReport.Compared(3, List.of(missed)),
            time));
  }
}
