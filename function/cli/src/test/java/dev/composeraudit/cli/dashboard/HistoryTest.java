package dev.composeraudit.cli.dashboard;

import static dev.composeraudit.cli.dashboard.Verdict.FAIL;
import static dev.composeraudit.cli.dashboard.Verdict.PASS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HistoryTest {
  @Test
  void statementsStandInTheOrderOfTheirEvents() {
    History history = new History(100, 100);
    history.add(TestFinding.of("etl", PASS, 300));
    history.add(TestFinding.of("etl", FAIL, 100));
    history.add(TestFinding.of("etl", FAIL, 200));
    assertThat(history.of("etl")).extracting(HistoryEntry::seen).containsExactly(100L, 200L, 300L);
  }

  @Test
  void aRepeatedMessageIsOneStatement() {
    History history = new History(100, 100);
    history.add(TestFinding.of("etl", FAIL, 100));
    history.add(TestFinding.of("etl", FAIL, 100));
    assertThat(history.of("etl")).hasSize(1);
  }

  @Test
  void eachEnvironmentHasItsOwn() {
    History history = new History(100, 100);
    history.add(TestFinding.of("etl", FAIL, 100));
    assertThat(history.of("other")).isEmpty();
  }

  @Test
  void whereThereIsTooMuchOfOneWhatOnlyRepeatsIsLeftOut() {
    History history = new History(100, 5);
    history.add(TestFinding.of("etl", FAIL, 100));
    for (int seen = 200; seen <= 900; seen += 100) {
      history.add(TestFinding.of("etl", seen == 500 ? FAIL : PASS, seen));
    }
    assertThat(history.of("etl"))
        .extracting(it -> it.seen() + " " + it.verdict())
        .containsExactly("100 FAIL", "200 PASS", "500 FAIL", "600 PASS", "900 PASS");
  }

  @Test
  void whereThereIsTooMuchOfAllTheQuietestGoesFirst() {
    History history = new History(4, 4);
    history.add(TestFinding.of("quiet", FAIL, 100));
    history.add(TestFinding.of("busy", FAIL, 100));
    history.add(TestFinding.of("quiet", PASS, 200));
    history.add(TestFinding.of("busy", PASS, 300));
    history.add(TestFinding.of("new", FAIL, 400));
    assertThat(history.of("quiet")).isEmpty();
    assertThat(history.of("busy")).hasSize(2);
    assertThat(history.of("new")).hasSize(1);
  }
}
