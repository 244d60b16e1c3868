package dev.composeraudit.report;

import static dev.composeraudit.report.SecurityCenterFixture.FIRST;
import static dev.composeraudit.report.SecurityCenterFixture.LATER;
import static dev.composeraudit.report.SecurityCenterFixture.PASS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.Trigger.Kind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a finding is opened, confirmed and closed, in whatever order its events come. */
class SecurityCenterTest {
  private final SecurityCenterFixture bench = new SecurityCenterFixture();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void ofWhatHasNotChangedOnlyTheTimeIsWritten() throws Exception {
    bench.tell(SampleFindings.fail(), FIRST);
    JsonObject opened = bench.only().deepCopy();
    bench.center.calls();
    bench.tell(SampleFindings.fail(), FIRST);
    assertThat(bench.center.calls()).containsExactly("list");

    bench.tell(SampleFindings.fail(), LATER);
    assertThat(bench.center.calls()).containsExactly("list", "update");
    opened.getAsJsonObject("sourceProperties").addProperty("judged", LATER.toString());
    assertThat(bench.only()).isEqualTo(opened);
  }

  @Test
  void aLateEventNeitherReopensNorClosesWhatALaterOneFoundUnchanged() throws Exception {
    bench.tell(SampleFindings.fail(), FIRST);
    bench.tell(PASS, FIRST.plusSeconds(1));
    bench.tell(PASS, LATER);
    bench.tell(SampleFindings.fail(), LATER.minusSeconds(1));
    assertThat(bench.state()).isEqualTo("INACTIVE");

    bench.tell(SampleFindings.fail(), LATER.plusSeconds(1));
    bench.tell(SampleFindings.fail(), LATER.plusSeconds(60));
    bench.tell(PASS, LATER.plusSeconds(59));
    assertThat(bench.state()).isEqualTo("ACTIVE");
    assertThat(bench.property("status")).isEqualTo("FAIL");
  }

  @Test
  void oneCallWritesTheTimeOfAllThatIsUnchanged() throws Exception {
    bench.write(true, bench.named("a", FIRST), bench.named("b", FIRST), bench.named("c", FIRST));
    bench.center.calls();
    bench.write(true, bench.named("a", LATER), bench.named("b", LATER), bench.named("c", LATER));

    assertThat(bench.center.calls()).containsExactly("list", "update");
    for (String each : List.of("a", "b", "c")) {
      bench.write(true, bench.closed(each, LATER.minusSeconds(1)));
    }
    assertThat(bench.center.findings().values())
        .allMatch(it -> it.get("state").getAsString().equals("ACTIVE"));
  }

  @Test
  void thatTimeOutlivesWhateverElseIsWrittenToTheFindingThatHoldsIt() throws Exception {
    bench.write(true, bench.named("a", FIRST), bench.named("b", FIRST));
    bench.write(true, bench.named("a", LATER), bench.named("b", LATER));
    bench.write(true, bench.closed("a", LATER.plusSeconds(1)));
    bench.write(true, bench.named("a", LATER.plusSeconds(2)));
    bench.write(true, bench.closed("b", LATER.minusSeconds(1)));

    assertThat(bench.stateOf("b")).isEqualTo("ACTIVE");
  }

  @Test
  void whereNotAllWasDecidedTheTimeIsWrittenOfWhatWas() throws Exception {
    bench.write(true, bench.named("a", FIRST), bench.named("b", FIRST), bench.named("c", FIRST));
    bench.center.calls();
    bench.write(false, bench.named("a", LATER), bench.named("b", LATER));
    assertThat(bench.center.calls()).containsExactly("list", "update", "update");

    for (String each : List.of("a", "b", "c")) {
      bench.write(true, bench.closed(each, LATER.minusSeconds(1)));
    }
    assertThat(bench.stateOf("a")).isEqualTo("ACTIVE");
    assertThat(bench.stateOf("b")).isEqualTo("ACTIVE");
    assertThat(bench.stateOf("c")).isEqualTo("INACTIVE");
  }

  @Test
  void whatCompliesIsClosedOnceAndWhatWasWrongCanStillBeRead() throws Exception {
    bench.tell(SampleFindings.fail(), FIRST);
    String wrong = bench.only().get("description").getAsString();
    bench.center.calls();
    bench.tell(PASS, LATER);
    bench.tell(PASS, LATER.plusSeconds(60));

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
    bench.tell(PASS, FIRST);

    assertThat(bench.center.calls()).containsExactly("list");
    assertThat(bench.center.findings()).isEmpty();
  }

  @Test
  void whatBreaksAgainIsOpenedAgain() throws Exception {
    bench.tell(SampleFindings.fail(), FIRST);
    bench.tell(PASS, LATER);
    bench.tell(SampleFindings.fail(), LATER.plusSeconds(60));

    assertThat(bench.state()).isEqualTo("ACTIVE");
    assertThat(bench.property("status")).isEqualTo("FAIL");
    assertThat(bench.seen()).isEqualTo(LATER.plusSeconds(60));
  }

  @Test
  void aLateEventNeitherOpensNorClosesWhatALaterOneDecided() throws Exception {
    bench.tell(SampleFindings.fail(), LATER);
    bench.center.calls();
    bench.tell(PASS, FIRST);
    assertThat(bench.state()).isEqualTo("ACTIVE");
    assertThat(bench.center.calls()).containsExactly("list");

    bench.tell(PASS, LATER);
    bench.tell(SampleFindings.fail(), FIRST);
    assertThat(bench.state()).isEqualTo("INACTIVE");
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"EXEMPT", "SKIP"})
  void whatIsExemptOrDoesNotApplyIsClosed(Outcome outcome) throws Exception {
    bench.tell(SampleFindings.fail(), FIRST);
    bench.tell(
        outcome == Outcome.EXEMPT ? SampleFindings.exempt() : SampleFindings.of(outcome, "m"),
        LATER);

    assertThat(bench.state()).isEqualTo("INACTIVE");
    assertThat(bench.only().getAsJsonObject("sourceProperties").has("exception"))
        .isEqualTo(outcome == Outcome.EXEMPT);
  }

  @Test
  void whatIsGoneIsClosed() throws Exception {
    bench.tell(SampleFindings.fail(), FIRST);
    Result skip = SampleFindings.of(Outcome.SKIP, "The environment is gone.");
    Finding gone =
        bench.writer.archive(SecurityCenterFixture.report(Kind.DELETE, skip, LATER), skip);
    bench.write(true, gone);

    assertThat(bench.state()).isEqualTo("INACTIVE");
    assertThat(bench.property("status")).isEqualTo("GONE");
  }

  @Test
  void whatCouldNotBeJudgedNeitherOpensNorCloses() throws Exception {
    bench.tell(SampleFindings.error(), FIRST);
    assertThat(bench.center.findings()).isEmpty();
    bench.tell(SampleFindings.fail(), FIRST);
    bench.tell(SampleFindings.error(), LATER);
    assertThat(bench.state()).isEqualTo("ACTIVE");
  }
}
