package dev.composeraudit.report.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TestClients;
import dev.composeraudit.report.finding.PublishException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Google's client against a Pub/Sub that does not always answer as it should. */
// In a thread of its own, since a call that hangs may not heed an interrupt.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PublisherTest {
  private static final String TOPIC = "projects/acme-security/topics/findings";
  private static final String UNAVAILABLE =
      "{\"error\": {\"code\": 503, \"message\": \"a\\nb\", \"status\": \"UNAVAILABLE\"}}";
  private static final List<PubsubMessage> MESSAGES = List.of(message("one"), message("two"));

  @Test
  void allMessagesGoInOneCall() throws Exception {
    try (FakePubsub pubsub = new FakePubsub()) {
      publish(pubsub, Duration.ofSeconds(10));

      assertThat(pubsub.calls()).containsExactly("POST /v1/" + TOPIC + ":publish");
      assertThat(pubsub.queries()).containsExactly("$alt=json;enum-encoding=int");
      JsonObject first =
          pubsub.accepted().get(0).getAsJsonArray("messages").get(0).getAsJsonObject();
      assertThat(first.get("data").getAsString()).isEqualTo("b25l");
      assertThat(first.getAsJsonObject("attributes").get("a").getAsString()).isEqualTo("one");
    }
  }

  @Test
  void publishingOftenTakesNoMoreThreadsThanPublishingOnce() throws Exception {
    try (FakePubsub pubsub = new FakePubsub();
        Publisher publisher = publisher(pubsub)) {
      publisher.publish(MESSAGES, within(Duration.ofSeconds(10)));
      Set<Thread> before = Thread.getAllStackTraces().keySet();
      for (int i = 0; i < 30; i++) {
        publisher.publish(MESSAGES, within(Duration.ofSeconds(10)));
      }

      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(it -> !before.contains(it) && it.getName().startsWith("publish-"))
          .hasSizeLessThan(5);
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    try (FakePubsub pubsub = new FakePubsub().first(1000, 307, "")) {
      assertThatThrownBy(() -> publish(pubsub, Duration.ofSeconds(10)))
          .isInstanceOf(PublishException.class);
      assertThat(pubsub.calls()).containsOnly("POST /v1/" + TOPIC + ":publish");
    }
  }

  @Test
  void anAnswerWhoseEndNeverComesIsGivenUpInTime() throws Exception {
    try (Dripping pubsub = new Dripping();
        Publisher publisher =
            Publisher.to(TOPIC, pubsub.uri(), TestClients.http(), TestClients.retry())) {
      long start = System.nanoTime();

      assertThatThrownBy(() -> publisher.publish(MESSAGES, within(Duration.ofMillis(500))))
          .isInstanceOf(PublishException.class)
          .hasMessageContaining(": HttpTimeoutException: \"no answer within");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void whatMayPassIsTriedAgain(int status) throws Exception {
    try (FakePubsub pubsub = new FakePubsub().first(2, status, "")) {
      publish(pubsub, Duration.ofSeconds(10));

      assertThat(pubsub.calls()).hasSize(3);
      assertThat(pubsub.accepted()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_ARGUMENT",
    "403, 'PERMISSION_DENIED (grant roles/pubsub.publisher on the topic, or"
        + " pubsub.topics.publish)'",
    "404, NOT_FOUND (there is no such topic)"
  })
  void whatAPersonHasToMendIsNotTriedAgain(int status, String reason) {
    try (FakePubsub pubsub = new FakePubsub().first(9, status, "")) {
      assertThatThrownBy(() -> publish(pubsub, Duration.ofSeconds(10)))
          .isInstanceOf(PublishException.class)
          .hasMessage("publishing to " + TOPIC + ": " + reason);
      assertThat(pubsub.calls()).hasSize(1);
    }
  }

  @Test
  void troubleThatStaysIsGivenUpInTime() {
    try (FakePubsub pubsub = new FakePubsub().first(1000, 503, UNAVAILABLE)) {
      long start = System.nanoTime();

      assertThatThrownBy(() -> publish(pubsub, Duration.ofSeconds(2)))
          .isInstanceOf(PublishException.class)
          // The latter where the time ran out within the last attempt.
          .hasMessageMatching("publishing to " + TOPIC + ": (UNAVAILABLE|HttpTimeoutException).*");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(pubsub.calls()).hasSizeGreaterThan(1);
    }
  }

  @Test
  void aServerThatNeverAnswersIsGivenUpInTime() {
    try (FakePubsub pubsub = new FakePubsub().first(1000, 0, "")) {
      long start = System.nanoTime();

      assertThatThrownBy(() -> publish(pubsub, Duration.ofMillis(500)))
          .isInstanceOf(PublishException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void anInterruptEndsTheWaitingAndIsPassedOn() throws Exception {
    try (FakePubsub pubsub = new FakePubsub().first(1000, 503, UNAVAILABLE);
        Publisher publisher = publisher(pubsub)) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> publisher.publish(MESSAGES, within(Duration.ofSeconds(10))))
          .isInstanceOf(PublishException.class)
          .hasMessage("publishing to " + TOPIC + ": interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void withoutTimeNothingIsSent() {
    try (FakePubsub pubsub = new FakePubsub()) {
      assertThatThrownBy(() -> publish(pubsub, Duration.ZERO))
          .isInstanceOf(PublishException.class)
          .hasMessageEndingWith("no time left for it");
      assertThat(pubsub.calls()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"messageIds\": [\"1\"]}", "<html>all is well</html>", ""})
  void anAnswerThatDoesNotAcceptAllOfThemIsNoAcceptance(String body) {
    try (FakePubsub pubsub = new FakePubsub().first(1000, 200, body)) {
      assertThatThrownBy(() -> publish(pubsub, Duration.ofMillis(400)))
          .isInstanceOf(PublishException.class);
    }
  }

  @Test
  void aServerThatIsNotThereIsGivenUpInTime() {
    FakePubsub pubsub = new FakePubsub();
    pubsub.close();

    assertThatThrownBy(() -> publish(pubsub, Duration.ofSeconds(5)))
        .isInstanceOf(PublishException.class)
        // The time may end in the middle of the last attempt.
        .hasMessageContaining("ConnectException");
  }

  private static void publish(FakePubsub pubsub, Duration budget)
      throws IOException, PublishException {
    try (Publisher publisher = publisher(pubsub)) {
      publisher.publish(MESSAGES, within(budget));
    }
  }

  private static Publisher publisher(FakePubsub pubsub) throws IOException {
    return Publisher.to(TOPIC, pubsub.uri(), TestClients.http(), TestClients.retry());
  }

  private static Deadline within(Duration budget) {
    return Deadline.in(budget, Clock.systemUTC());
  }

  private static PubsubMessage message(String text) {
    return PubsubMessage.newBuilder()
        .setData(ByteString.copyFromUtf8(text))
        .putAttributes("a", text)
        .build();
  }

  /** Sends a byte of its answer every few milliseconds, so that no packet is ever late. */
  private static final class Dripping implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final CountDownLatch closed = new CountDownLatch(1);

    Dripping() throws IOException {
      Thread thread = new Thread(this::drip, "dripping");
      thread.setDaemon(true);
      thread.start();
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private void drip() {
      try (Socket socket = server.accept()) {
        OutputStream out = socket.getOutputStream();
        out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        while (!closed.await(20, TimeUnit.MILLISECONDS)) {
          out.write(' ');
        }
      } catch (IOException | InterruptedException over) {
        // The caller has gone, or the test is over.
      }
    }

    @Override
    public void close() throws IOException {
      closed.countDown();
      server.close();
    }
  }
}
