package dev.composeraudit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.event.Sweep;
import dev.composeraudit.subject.Deadline;
import dev.composeraudit.subject.EnvironmentName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AuditRequestsTest {
  private static final Sweep SWEEP = new Sweep("sweep-1", Instant.parse("2026-11-25T03:17:00Z"));
  private static final String EVENTS = "projects/acme-security/topics/events";
  private static final String EVENTS_EU = "projects/acme-security/topics/events-eu";
  private static final EnvironmentName PUBLIC =
      EnvironmentName.parse("projects/acme-data/locations/us-central1/environments/one");
  private static final EnvironmentName PRIVATE =
      EnvironmentName.parse("projects/acme-data/locations/europe-west1/environments/two");

  @Test
  void whatAReaderLooksAtIsAskedOfIt() throws Exception {
    try (FakePubsub pubsub = new FakePubsub();
        Publisher events = publisher(pubsub, EVENTS);
        Publisher reader = publisher(pubsub, EVENTS_EU)) {
      new AuditRequests(events, Map.of("acme-data@europe-west1", reader), journal())
          .send(SWEEP, List.of(PUBLIC, PRIVATE), Deadline.in(Deadline.EVENT, Clock.systemUTC()));

      assertThat(pubsub.calls())
          .containsExactly("POST /v1/" + EVENTS + ":publish", "POST /v1/" + EVENTS_EU + ":publish");
      assertThat(asked(pubsub.accepted().get(0))).containsExactly(PUBLIC.toString());
      assertThat(asked(pubsub.accepted().get(1))).containsExactly(PRIVATE.toString());
    }
  }

  private static Publisher publisher(FakePubsub pubsub, String topic) throws IOException {
    return Publisher.to(topic, pubsub.uri(), NoCredentialsProvider.create());
  }

  private static Journal journal() {
    return new Journal(
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), null);
  }

  private static List<String> asked(JsonObject publish) {
    List<String> environments = new ArrayList<>();
    for (JsonElement message : publish.getAsJsonArray("messages")) {
      byte[] data = Base64.getDecoder().decode(message.getAsJsonObject().get("data").getAsString());
      environments.add(
          JsonParser.parseString(new String(data, StandardCharsets.UTF_8))
              .getAsJsonObject()
              .get("environment")
              .getAsString());
    }
    return environments;
  }
}
