package dev.composeraudit.cli.dashboard;

import static dev.composeraudit.cli.dashboard.Verdict.FAIL;
import static dev.composeraudit.cli.dashboard.Verdict.PASS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.cli.dashboard.Board.Bounds;
import dev.composeraudit.cli.dashboard.Changes.Cursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class BoardTest {
  private static final FeedStatus CONNECTING = FeedStatus.connecting("a topic", 0);

  @Test
  void aLaterEventTakesAnEarlierOnesPlace() throws Exception {
    Board board = board();
    assertThat(board.accept(TestFinding.of("etl", FAIL, 100))).isTrue();
    assertThat(board.accept(TestFinding.of("etl", PASS, 200))).isTrue();
    assertThat(verdicts(board)).containsExactly("etl PASS");
  }

  @Test
  void whatComesLateOrTwiceReopensNothing() throws Exception {
    Board board = board();
    DashboardFinding violation = TestFinding.of("etl", FAIL, 100);
    board.accept(violation);
    board.accept(TestFinding.of("etl", PASS, 200));
    assertThat(board.accept(violation)).isFalse();
    assertThat(board.accept(TestFinding.of("etl", FAIL, 150))).isFalse();
    assertThat(verdicts(board)).containsExactly("etl PASS");
  }

  @Test
  void anyOrderOfTheSameEventsEndsTheSame() throws Exception {
    List<DashboardFinding> events = new ArrayList<>();
    for (int seen = 1; seen <= 8; seen++) {
      events.add(TestFinding.of("etl", seen == 8 || seen % 2 == 0 ? PASS : FAIL, seen));
    }
    events.addAll(List.copyOf(events));
    for (int seed = 0; seed < 50; seed++) {
      Collections.shuffle(events, new Random(seed));
      Board board = board();
      events.forEach(board::accept);
      assertThat(verdicts(board)).as("seed " + seed).containsExactly("etl PASS");
      assertThat(board.history("etl")).extracting(HistoryEntry::seen).isSorted().hasSize(8);
    }
  }

  @Test
  void ofOneEventsAnswersTheLaterJudgementCounts() throws Exception {
    Board board = board();
    board.accept(TestFinding.of("etl", "agent", PASS, 100, 130));
    assertThat(board.accept(TestFinding.of("etl", "agent", Verdict.ERROR, 100, 110))).isFalse();
    assertThat(verdicts(board)).containsExactly("etl PASS");
  }

  @Test
  void aSweepKeepsSinceWhenAViolationIsOpenAndWhoCreatedIt() throws Exception {
    Board board = board();
    board.accept(TestFinding.by("alice", "create-last", FAIL, 100));
    board.accept(TestFinding.by("", "sweep", FAIL, 200));
    board.accept(TestFinding.by("", "sweep", Verdict.ERROR, 300));
    board.accept(TestFinding.by("", "sweep", FAIL, 400));
    assertThat(opening(board)).isEqualTo("{\"since\":100,\"isExact\":true,\"author\":\"alice\"}");

    board.accept(TestFinding.by("", "update", PASS, 500));
    board.accept(TestFinding.by("", "update", FAIL, 600));
    assertThat(opening(board)).isEqualTo("{\"since\":600,\"isExact\":true,\"author\":\"alice\"}");
  }

  @Test
  void ofWhatOnlyASweepHasSeenTheBeginningIsNotKnown() throws Exception {
    Board board = board();
    board.accept(TestFinding.by("", "sweep", FAIL, 200));
    board.accept(TestFinding.by("", "sweep", FAIL, 300));
    assertThat(opening(board)).isEqualTo("{\"since\":200,\"isExact\":false,\"author\":\"\"}");
  }

  @Test
  void whatComesLateMayTellThatAViolationIsOpenForLonger() throws Exception {
    List<DashboardFinding> events =
        new ArrayList<>(
            List.of(
                TestFinding.by("alice", "create-first", FAIL, 100),
                TestFinding.by("alice", "create-last", FAIL, 150),
                TestFinding.by("", "update", PASS, 200),
                TestFinding.by("bob", "create-last", FAIL, 300),
                TestFinding.by("", "sweep", FAIL, 400),
                TestFinding.by("", "sweep", FAIL, 500)));
    for (int seed = 0; seed < 50; seed++) {
      Collections.shuffle(events, new Random(seed));
      Board board = board();
      events.forEach(board::accept);
      assertThat(opening(board))
          .as("seed " + seed)
          .isEqualTo("{\"since\":300,\"isExact\":true,\"author\":\"bob\"}");
    }
  }

  @Test
  void anEnvironmentThatIsCreatedAnewHasAnAuthorOfItsOwn() throws Exception {
    Board board = board();
    board.accept(TestFinding.by("alice", "create-last", FAIL, 100));
    board.accept(TestFinding.by("", "delete", Verdict.GONE, 200));
    board.accept(TestFinding.by("", "sweep", FAIL, 300));
    assertThat(opening(board)).isEqualTo("{\"since\":300,\"isExact\":false,\"author\":\"\"}");
  }

  /** Of the only finding. */
  private static String opening(Board board) throws InterruptedException {
    Changes all = board.await(Cursor.START, Duration.ZERO);
    JsonObject finding = JsonParser.parseString(all.findings().get(0)).getAsJsonObject();
    return finding.get("opening").toString();
  }

  @Test
  void aReaderGetsAllFirstAndThenWhatIsNew() throws Exception {
    Board board = board();
    board.accept(TestFinding.of("a", FAIL, 1));
    board.accept(TestFinding.of("b", FAIL, 2));
    Changes all = board.await(Cursor.START, Duration.ZERO);
    assertThat(all.reset()).isTrue();
    assertThat(all.findings()).hasSize(2);
    assertThat(all.status()).isEqualTo(CONNECTING);

    board.accept(TestFinding.of("a", PASS, 3));
    board.update(CONNECTING.live(7));
    Changes news = board.await(all.next(), Duration.ZERO);
    assertThat(news.reset()).isFalse();
    assertThat(news.findings()).singleElement().asString().contains("\"verdict\":\"PASS\"");
    assertThat(news.status()).isEqualTo(CONNECTING.live(7));
    assertThat(board.await(news.next(), Duration.ZERO).isEmpty()).isTrue();
  }

  @Test
  void aSlowReaderGetsTheLatestAndNotEveryStep() throws Exception {
    Board board = board();
    Cursor start = board.await(Cursor.START, Duration.ZERO).next();
    for (int seen = 1; seen <= 100; seen++) {
      board.accept(TestFinding.of("busy", seen == 100 ? PASS : FAIL, seen));
    }
    assertThat(board.await(start, Duration.ZERO).findings())
        .singleElement()
        .asString()
        .contains("message at 100");
  }

  @Test
  void muchComesInParts() throws Exception {
    Board board = board();
    for (int i = 0; i < 1_200; i++) {
      board.accept(TestFinding.of("environment-" + i, FAIL, i));
    }
    Changes first = board.await(Cursor.START, Duration.ZERO);
    assertThat(first.findings()).hasSize(500);
    assertThat(first.more()).isTrue();
    Changes second = board.await(first.next(), Duration.ZERO);
    Changes third = board.await(second.next(), Duration.ZERO);
    assertThat(third.findings()).hasSize(200);
    assertThat(third.more()).isFalse();
    assertThat(second.reset() || third.reset()).isFalse();
  }

  @Test
  void aWaitingReaderIsWoken() throws Exception {
    Board board = board();
    Cursor start = board.await(Cursor.START, Duration.ZERO).next();
    CompletableFuture<Changes> reader =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return board.await(start, Duration.ofSeconds(30));
              } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
              }
            });
    board.accept(TestFinding.of("etl", FAIL, 1));
    assertThat(reader.get(10, TimeUnit.SECONDS).findings()).hasSize(1);
  }

  @Test
  void whatIsClosedLongestIsForgottenFirst() throws Exception {
    Board board = new Board(new Bounds(10, 1_000_000, 100, 100, 100), CONNECTING);
    board.accept(TestFinding.of("old-and-open", FAIL, 1));
    for (int i = 2; i <= 11; i++) {
      board.accept(TestFinding.of("closed-" + i, PASS, i));
    }
    assertThat(verdicts(board))
        .hasSize(9)
        .contains("old-and-open FAIL", "closed-11 PASS")
        .doesNotContain("closed-2 PASS", "closed-3 PASS");
    assertThat(board.await(Cursor.START, Duration.ZERO).dropped()).isZero();
  }

  @Test
  void whatWasForgottenIsNotReopenedByALateEvent() throws Exception {
    Board board = new Board(new Bounds(10, 1_000_000, 100, 100, 100), CONNECTING);
    for (int i = 2; i <= 12; i++) {
      board.accept(TestFinding.of("closed-" + i, PASS, i));
    }
    assertThat(board.accept(TestFinding.of("closed-2", FAIL, 1))).isFalse();
    assertThat(board.accept(TestFinding.of("closed-2", FAIL, 20))).isTrue();
  }

  @Test
  void forgettingMakesReadersBeginAnewAndSaysWhatOpenOnesAreGone() throws Exception {
    Board board = new Board(new Bounds(10, 1_000_000, 100, 100, 100), CONNECTING);
    Cursor before = board.await(Cursor.START, Duration.ZERO).next();
    for (int i = 1; i <= 11; i++) {
      board.accept(TestFinding.of("open-" + i, FAIL, i));
    }
    Changes changes = board.await(before, Duration.ZERO);
    assertThat(changes.reset()).isTrue();
    assertThat(changes.findings()).hasSize(9);
    assertThat(changes.dropped()).isEqualTo(2);
  }

  @Test
  void textIsBoundedToo() throws Exception {
    Board board = new Board(new Bounds(1_000, 20_000, 100, 100, 100), CONNECTING);
    for (int i = 0; i < 500; i++) {
      board.accept(TestFinding.of("environment-" + i, FAIL, i));
    }
    int length =
        board.await(Cursor.START, Duration.ZERO).findings().stream().mapToInt(String::length).sum();
    assertThat(length).isLessThanOrEqualTo(20_000);
  }

  private static Board board() {
    return new Board(Bounds.STANDARD, CONNECTING);
  }

  private static List<String> verdicts(Board board) throws InterruptedException {
    return board.await(Cursor.START, Duration.ZERO).findings().stream()
        .map(json -> JsonParser.parseString(json).getAsJsonObject())
        .map(BoardTest::verdict)
        .toList();
  }

  private static String verdict(JsonObject finding) {
    return finding.getAsJsonObject("environment").get("name").getAsString()
        + " "
        + finding.get("verdict").getAsString();
  }
}
