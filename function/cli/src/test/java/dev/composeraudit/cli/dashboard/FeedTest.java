package dev.composeraudit.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ApiExceptionFactory;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import dev.composeraudit.cli.dashboard.Changes.Cursor;
import dev.composeraudit.http.Sleeper;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FeedTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_795_490_010_000L), ZoneOffset.UTC);

  @Test
  void messagesAreAcknowledgedOnceTheBoardHasThem() throws Exception {
    Script script = new Script();
    Board board = board();
    script.then(() -> List.of());
    script.then(
        () -> {
          assertThat(script.acknowledged).isEmpty();
          return List.of(message("one", violation()), message("two", "no finding"));
        });
    run(script, board);
    assertThat(script.acknowledged).containsExactly("one", "two");
    assertThat(findings(board)).hasSize(1);
    assertThat(board.status().received()).isEqualTo(2);
    assertThat(board.status().unreadable()).isEqualTo(1);
    assertThat(board.status().refusal()).isEqualTo("not a JSON object");
  }

  @Test
  void theSameMessageTwiceIsHarmless() throws Exception {
    Script script = new Script();
    Board board = board();
    script.then(() -> List.of(message("one", violation())));
    script.then(() -> List.of(message("again", violation())));
    run(script, board);
    assertThat(findings(board)).hasSize(1);
    assertThat(board.history("projects/demo-project/locations/us-central1/environments/x-absent"))
        .hasSize(1);
  }

  @Test
  void troubleIsReportedAndGotOver() throws Exception {
    Script script = new Script();
    Board board = board();
    List<FeedStatus> told = new ArrayList<>();
    script.then(() -> List.of());
    for (int i = 0; i < 7; i++) {
      script.then(FeedTest::fail);
    }
    script.then(() -> List.of(message("one", violation())));
    List<Duration> pauses = new ArrayList<>();
    run(
        script,
        board,
        pause -> {
          pauses.add(pause);
          told.add(board.status());
        });
    assertThat(told).allMatch(status -> status.state() == FeedStatus.State.TROUBLE);
    assertThat(told.get(0).problem()).isEqualTo("it can't be reached: Connection refused");
    assertThat(pauses)
        .extracting(Duration::toMillis)
        .containsExactly(200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
    assertThat(board.status().state()).isEqualTo(FeedStatus.State.LIVE);
    assertThat(findings(board)).hasSize(1);
  }

  @Test
  void whatCouldNotBeAcknowledgedComesAgainAndIsHarmless() throws Exception {
    Script script = new Script();
    Board board = board();
    script.then(() -> List.of());
    script.then(() -> List.of(message("refused", violation())));
    script.then(() -> List.of(message("accepted", violation())));
    run(script, board);
    assertThat(script.acknowledged).containsExactly("accepted");
    assertThat(findings(board)).hasSize(1);
  }

  private static void run(Script script, Board board) {
    run(script, board, pause -> {});
  }

  private static void run(Script script, Board board, Sleeper sleeper) {
    new Feed(script, board, CLOCK, sleeper).run();
    assertThat(Thread.interrupted()).as("ended because it was stopped").isTrue();
  }

  private static Board board() {
    return new Board(Board.Bounds.STANDARD, FeedStatus.connecting("a topic", 0));
  }

  private static List<String> findings(Board board) throws InterruptedException {
    return board.await(Cursor.START, Duration.ZERO).findings();
  }

  private static List<ReceivedMessage> fail() {
    throw unreachable();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NOT_FOUND         | projects/p-1/subscriptions/sub | NOT_FOUND: Not Found (create it: gcloud pubsub subscriptions create sub --project=p-1 --topic=TOPIC; or name the topic with --topic)
          NOT_FOUND         | projects/p-1/topics/top        | NOT_FOUND: Not Found (gcloud pubsub topics list --project=p-1 shows which there are)
          PERMISSION_DENIED | projects/p-1/subscriptions/sub | PERMISSION_DENIED: Not Found (grant roles/pubsub.subscriber: gcloud pubsub subscriptions add-iam-policy-binding sub --project=p-1 --role=roles/pubsub.subscriber --member=user:YOU)
          PERMISSION_DENIED | projects/p-1/topics/top        | PERMISSION_DENIED: Not Found (to create a subscription you need roles/pubsub.editor in project p-1; or name an existing one with --subscription)
          UNAUTHENTICATED   | projects/p-1/topics/top        | UNAUTHENTICATED: Not Found (gcloud auth application-default login)
          UNAVAILABLE       | projects/p-1/topics/top        | UNAVAILABLE: Not Found
          """)
  void troubleSaysWhatWouldHelp(Status.Code code, String name, String expected) {
    ApiException failed =
        ApiExceptionFactory.createException(
            "Not Found\n<html>", null, GrpcStatusCode.of(code), false);

    assertThat(Feed.describe(failed, name)).isEqualTo(expected);
  }

  private static ApiException unreachable() {
    return ApiExceptionFactory.createException(
        new ConnectException("Connection refused"),
        GrpcStatusCode.of(Status.Code.UNAVAILABLE),
        true);
  }

  private static ReceivedMessage message(String ackId, String data) {
    return ReceivedMessage.newBuilder()
        .setAckId(ackId)
        .setMessage(PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(data)))
        .build();
  }

  private static String violation() {
    try (InputStream resource = FeedTest.class.getResourceAsStream("/dashboard/violation.json")) {
      if (resource == null) {
        throw new IllegalStateException("violation.json is missing");
      }
      return ByteString.readFrom(resource).toStringUtf8();
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  /** Answers as told, then stops who asks. */
  private static final class Script implements MessageSource {
    private final Deque<Supplier<List<ReceivedMessage>>> answers = new ArrayDeque<>();
    private final List<String> acknowledged = new ArrayList<>();

    void then(Supplier<List<ReceivedMessage>> answer) {
      answers.add(answer);
    }

    @Override
    public String name() {
      return "a topic";
    }

    @Override
    public List<ReceivedMessage> connect() {
      return pull();
    }

    @Override
    public List<ReceivedMessage> pull() {
      Supplier<List<ReceivedMessage>> answer = answers.poll();
      if (answer == null) {
        Thread.currentThread().interrupt();
        return List.of();
      }
      return answer.get();
    }

    @Override
    public void acknowledge(List<String> ids) {
      if (ids.contains("refused")) {
        throw unreachable();
      }
      acknowledged.addAll(ids);
    }

    @Override
    public void close() {}
  }
}
