package dev.composeraudit.cli.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** What becomes of dead letters, hostile ones among them. */
class RedrivePlanTest {
  private static final String SUBSCRIPTION = "CloudPubSubDeadLetterSourceSubscription";
  private static final String DELIVERED = "google.cloud.pubsub.topic.v1.messagePublished";
  private static final String SUBSCRIPTIONS =
      """
      [{"name": "projects/acme/subscriptions/function", "topic": "projects/acme/topics/composer-audit-events"},
       {"name": "projects/acme/subscriptions/reader", "topic": "projects/acme/topics/composer-audit-events-r1"},
       {"name": "projects/acme/subscriptions/dead", "topic": "projects/acme/topics/composer-audit-events-dead"},
       {"name": "projects/acme/subscriptions/foreign", "topic": "projects/evil/topics/composer-audit-events"},
       {"name": "projects/acme/subscriptions/bigquery", "topic": "projects/acme/topics/composer-audit-findings"}]
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "function, replay, composer-audit-events, given up by Pub/Sub",
    "reader, replay, composer-audit-events-r1, given up by Pub/Sub",
    "gone, replay, composer-audit-events, given up by Pub/Sub",
    "bigquery, keep, -, its subscription is not to an events topic",
    "dead, keep, -, its subscription is not to an events topic",
    "foreign, keep, -, its subscription is not to an events topic",
    "'function\nack|9|9|x|y', replay, composer-audit-events, given up by Pub/Sub"
  })
  void aLetterGoesBackToATopicOfEventsOrStays(
      String subscription, String action, String topic, String text) throws IOException {
    assertThat(plan(letter("{\"a\": 1}", Map.of(SUBSCRIPTION, subscription))))
        .containsExactly(String.join("|", action, "ack-1", "17", topic, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1}\r--project: attacker-proj\r#",
        "{\"a\":1,\"b\":\"\u0085\u2028\u2029\"}",
        "{\"a\":\"\\\\\\\"--x: y\\\"'|>&*!%@`\"}",
        "{\"a\":\"\uD83D\uDE00 é 中 \u0007\u001b[31m\"}"
      })
  void whateverAnEventHoldsItIsTheValueOfOneFlag(String entry) throws IOException {
    List<String> lines = plan(letter(entry, Map.of()));

    if (lines.get(0).startsWith("keep")) {
      // Gson reads what comes after a carriage return as more than one document.
      assertThat(lines).containsExactly("keep|ack-1|17|-|no entry can be read from it");
      return;
    }
    String file = Files.readString(folder.resolve("17.yaml"));
    assertThat(file).matches("[ -~]+\n");
    Map<String, String> flags = new Yaml().load(file);
    assertThat(flags).containsExactly(Map.entry("--message", entry));
  }

  @Test
  void anAttributeIsNeitherALineNorAFieldNorAnEscape() throws IOException {
    List<String> lines =
        plan(
            letter(
                delivered("{\"a\": 1}"),
                Map.of(
                    "refused",
                    "X|ack|1\nack|forged|2026|…\u001b[2J\u009b\u202e",
                    "ce-type",
                    DELIVERED)));

    assertThat(lines)
        .containsExactly("replay|ack-1|17|composer-audit-events|X?ack?1?ack?forged?2026???[2J??");
  }

  @Test
  void aCopyOfADeliveryHoldsTheEvent() throws IOException {
    assertThat(
            plan(
                letter(
                    delivered("{\"insertId\": \"x\"}"),
                    Map.of("refused", "OUT_OF_SCOPE", "ce-type", DELIVERED))))
        .containsExactly("replay|ack-1|17|composer-audit-events|OUT_OF_SCOPE");
    assertThat(Files.readString(folder.resolve("17.yaml")))
        .isEqualTo("{\"--message\": \"{\\\"insertId\\\": \\\"x\\\"}\"}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "17", "no json", "{\"a\":", "{}", "--project=evil"})
  void whatIsNoEventStays(String data) throws IOException {
    assertThat(plan(letter(data, Map.of())))
        .singleElement()
        .asString()
        .startsWith("keep|ack-1|17|-|");
  }

  @Test
  void whatWasCutOrHasJustDiedStays() throws IOException {
    assertThat(plan(letter("{\"a\": 1}", Map.of("cut", "true"))))
        .containsExactly("keep|ack-1|17|-|it was cut because of its size");
    JsonObject late = letter("{\"a\": 1}", Map.of());
    late.getAsJsonObject("message").addProperty("publishTime", "2026-11-29T00:00:01Z");
    assertThat(plan(late)).containsExactly("later|ack-1|17|-|-");
  }

  @Test
  void whatDiedInTheSecondInWhichTheRunBeganIsReplayed() throws IOException {
    JsonObject letter = letter("{\"a\": 1}", Map.of());
    letter.getAsJsonObject("message").addProperty("publishTime", "2026-11-29T00:00:00.999Z");
    assertThat(plan(letter)).singleElement().asString().startsWith("replay|ack-1|17|");
  }

  private static String delivered(String entry) {
    return "{\"subscription\": \"projects/acme/subscriptions/function\", \"message\": {\"data\": \"%s\"}}"
        .formatted(base64(entry));
  }

  private static JsonObject letter(String data, Map<String, String> attributes) {
    JsonObject message = new JsonObject();
    message.addProperty("messageId", "17");
    message.addProperty("publishTime", "2026-11-28T23:59:59Z");
    // As gcloud prints it, in the alphabet for URLs.
    message.addProperty("data", base64(data).replace('+', '-').replace('/', '_'));
    JsonObject json = new JsonObject();
    attributes.forEach(json::addProperty);
    message.add("attributes", json);
    JsonObject received = new JsonObject();
    received.addProperty("ackId", "ack-1");
    received.add("message", message);
    return received;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> plan(JsonObject letter) throws IOException {
    JsonArray pulled = new JsonArray();
    pulled.add(letter);
    Path messages = Files.writeString(folder.resolve("pulled.json"), pulled.toString());
    Path subscriptions = Files.writeString(folder.resolve("subscriptions.json"), SUBSCRIPTIONS);
    StringWriter out = new StringWriter();
    int code =
        new CommandLine(new RedrivePlan(new PrintWriter(out)))
            .execute(
                "--project=acme",
                "--pulled=" + messages,
                "--subscriptions=" + subscriptions,
                "--events=composer-audit-events",
                "--before=2026-11-29T00:00:00Z",
                "--into=" + folder);
    assertThat(code).isZero();
    return out.toString().lines().toList();
  }
}
