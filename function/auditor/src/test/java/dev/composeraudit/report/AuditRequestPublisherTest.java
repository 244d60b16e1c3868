package dev.composeraudit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.event.SweepRequest;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.http.TestClients;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.pubsub.FakePubsub;
import dev.composeraudit.report.pubsub.Publisher;
import dev.composeraudit.subject.EnvironmentName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AuditRequestPublisherTest {
  private static final SweepRequest SWEEP =
      new SweepRequest("sweep-1", Instant.parse("2026-11-25T03:17:00Z"));
  private static final String EVENTS = "projects/acme-security/topics/events";
  private static final String EVENTS_EU = "projects/acme-security/topics/events-eu";
  private static final EnvironmentName PUBLIC =
      EnvironmentName.parse("projects/acme-data/locations/us-central1/environments/one");
  private static final EnvironmentName PRIVATE =
      EnvironmentName.parse("projects/acme-data/locations/europe-west1/environments/two");

  private final ManualTime time = new ManualTime();
  private final EventTimer timer = EventTimer.start(TestEvent.published("x"), time);

  @Test
  void theTimeUntilTheRequestsAreAcceptedIsTimeOfPublishing() throws Exception {
    Publisher events = mock(Publisher.class);
    doAnswer(
            publish -> {
              time.sleep(Duration.ofSeconds(2));
              return null;
            })
        .when(events)
        .publish(any(), any());
    time.sleep(Duration.ofSeconds(1));
    new AuditRequestPublisher(events, Map.of()).send(SWEEP, List.of(PUBLIC), timer);

    assertThat(timer.stages())
        .containsEntry(EventTimer.Stage.FETCH, Duration.ofSeconds(1))
        .containsEntry(EventTimer.Stage.PUBLISH, Duration.ofSeconds(2));
  }

  @Test
  void whatAReaderLooksAtIsAskedOfIt() throws Exception {
    try (FakePubsub pubsub = new FakePubsub();
        Publisher events = publisher(pubsub, EVENTS);
        Publisher reader = publisher(pubsub, EVENTS_EU)) {
      new AuditRequestPublisher(events, Map.of("acme-data@europe-west1", reader))
          .send(SWEEP, List.of(PUBLIC, PRIVATE), timer);

      assertThat(pubsub.calls())
          .containsExactly("POST /v1/" + EVENTS + ":publish", "POST /v1/" + EVENTS_EU + ":publish");
      assertThat(asked(pubsub.accepted().get(0))).containsExactly(PUBLIC.toString());
      assertThat(asked(pubsub.accepted().get(1))).containsExactly(PRIVATE.toString());
    }
  }

  @Test
  void aRequestSaysOfWhichSweepItIsSoThatAskingTwiceIsHarmless() throws Exception {
    try (FakePubsub pubsub = new FakePubsub();
        Publisher events = publisher(pubsub, EVENTS)) {
      new AuditRequestPublisher(events, Map.of()).send(SWEEP, List.of(PUBLIC), timer);

      assertThat(requests(pubsub.accepted().get(0)))
          .containsExactly(
              JsonParser.parseString(
                      """
                      {"kind": "audit", "id": "sweep-1", "time": "2026-11-25T03:17:00Z",
                       "environment": "projects/acme-data/locations/us-central1/environments/one"}
                      """)
                  .getAsJsonObject());
    }
  }

  @Test
  void oneCallAsksForAThousandAtMost() throws Exception {
    List<EnvironmentName> many =
        IntStream.rangeClosed(1, 1001)
            .mapToObj(i -> new EnvironmentName("acme-data", "us-central1", "e-" + i))
            .toList();
    try (FakePubsub pubsub = new FakePubsub();
        Publisher events = publisher(pubsub, EVENTS)) {
      new AuditRequestPublisher(events, Map.of()).send(SWEEP, many, timer);

      assertThat(pubsub.accepted())
          .extracting(publish -> asked(publish).size())
          .containsExactly(1000, 1);
    }
  }

  private static Publisher publisher(FakePubsub pubsub, String topic) throws IOException {
    return Publisher.to(topic, pubsub.uri(), TestClients.http(), TestClients.retry());
  }

  private static List<String> asked(JsonObject publish) {
    return requests(publish).stream().map(it -> it.get("environment").getAsString()).toList();
  }

  private static List<JsonObject> requests(JsonObject publish) {
    List<JsonObject> requests = new ArrayList<>();
    for (JsonElement message : publish.getAsJsonArray("messages")) {
      byte[] data = Base64.getDecoder().decode(message.getAsJsonObject().get("data").getAsString());
      requests.add(
          JsonParser.parseString(new String(data, StandardCharsets.UTF_8)).getAsJsonObject());
    }
    return requests;
  }
}
