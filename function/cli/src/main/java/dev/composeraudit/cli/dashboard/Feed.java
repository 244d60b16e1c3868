package dev.composeraudit.cli.dashboard;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.api.gax.rpc.UnauthenticatedException;
import com.google.pubsub.v1.ReceivedMessage;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.http.Sleeper;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Carries messages from a source to the board, for as long as it is not interrupted. A message is
 * acknowledged once the board has it; taking one twice is harmless. Trouble is reported, and tried
 * to get over, again and again.
 */
final class Feed implements Runnable {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int SENTENCE = 500;

  private final MessageSource source;
  private final Board board;
  private final FindingReader reader;
  private final Clock clock;
  private final Sleeper sleeper;

  Feed(MessageSource source, Board board, Clock clock, Sleeper sleeper) {
    this.source = source;
    this.board = board;
    this.reader = new FindingReader(clock);
    this.clock = clock;
    this.sleeper = sleeper;
  }

  @Override
  public void run() {
    Duration pause = SHORTEST_PAUSE;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          connect();
          pause = SHORTEST_PAUSE;
          pull();
        } catch (ApiException failed) {
          board.update(board.status().trouble(describe(failed, source.name()), clock.millis()));
          sleeper.sleep(pause);
          pause =
              pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                  ? pause.multipliedBy(2)
                  : LONGEST_PAUSE;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Takes what is there already.
   *
   * @throws ApiException if nothing can be had
   */
  void connect() {
    take(source.connect());
    board.update(board.status().live(clock.millis()));
  }

  private void pull() {
    while (!Thread.currentThread().isInterrupted()) {
      take(source.pull());
    }
  }

  private void take(List<ReceivedMessage> messages) {
    if (messages.isEmpty()) {
      return;
    }
    messages.forEach(this::take);
    source.acknowledge(messages.stream().map(ReceivedMessage::getAckId).toList());
  }

  private void take(ReceivedMessage message) {
    try {
      board.accept(reader.read(message.getMessage().getData().toStringUtf8()));
      board.update(board.status().withFinding());
    } catch (MalformedDocumentException malformed) {
      board.update(board.status().withUnreadable(String.valueOf(malformed.getMessage())));
    }
  }

  /**
   * What is wrong and what would help, in one line: a proxy may have answered with a page of HTML.
   *
   * @param name of the subscription or topic
   */
  static String describe(ApiException failed, String name) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException || cause instanceof UnknownHostException) {
        return "it can't be reached: " + firstLine(cause);
      }
    }
    return failed.getStatusCode().getCode() + ": " + firstLine(failed) + help(failed, name);
  }

  private static String help(ApiException failed, String name) {
    String[] parts = name.split("/", -1);
    boolean isTopic = name.contains("/topics/");
    if (failed instanceof NotFoundException) {
      return isTopic
          ? " (gcloud pubsub topics list --project=%s shows which there are)".formatted(parts[1])
          : (" (create it: gcloud pubsub subscriptions create %s --project=%s --topic=TOPIC; or"
                  + " name the topic with --topic)")
              .formatted(parts[3], parts[1]);
    }
    if (failed instanceof PermissionDeniedException) {
      return isTopic
          ? (" (to create a subscription you need roles/pubsub.editor in project %s; or name an"
                  + " existing one with --subscription)")
              .formatted(parts[1])
          : " (grant roles/pubsub.subscriber: gcloud pubsub subscriptions add-iam-policy-binding %s --project=%s --role=roles/pubsub.subscriber --member=user:YOU)"
              .formatted(parts[3], parts[1]);
    }
    return failed instanceof UnauthenticatedException
        ? " (gcloud auth application-default login)"
        : "";
  }

  private static String firstLine(Throwable failed) {
    String message = failed.getMessage() == null ? failed.toString() : failed.getMessage();
    return FindingReader.cut(message.lines().findFirst().orElse(""), SENTENCE);
  }
}
