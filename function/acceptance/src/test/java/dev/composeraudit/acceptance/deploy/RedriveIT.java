package dev.composeraudit.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.cloud.ScriptRun;
import dev.composeraudit.acceptance.deployment.AuditEntry;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.EventSender;
import dev.composeraudit.acceptance.deployment.FindingsFeed;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.Scenario;
import dev.composeraudit.acceptance.function.LocalFunction;
import dev.composeraudit.acceptance.function.TestEnvironments;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code scripts/redrive}, by the real gcloud against a sandbox, with dead letters of each kind.
 */
final class RedriveIT {
  private static final String PARENT = "/v1/projects/" + Scenario.PROJECT;
  private static final String DEAD = "composer-audit-events-dead";
  private static final String SUBSCRIPTION = "CloudPubSubDeadLetterSourceSubscription";
  private static final String ENVIRONMENT = "redriven";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @TempDir static Path configuration;
  @TempDir static Path folder;
  private static Deployment deployment;
  private static Http pubsub;

  @BeforeAll
  static void deploy() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    deployment = Deployment.start(DeploymentOptions.standard().withCreation(Duration.ZERO));
    pubsub = new Http(deployment.pubsubUri());
    new TestEnvironments(deployment.sandboxUri()).create(ENVIRONMENT);
    JsonObject subscription = new JsonObject();
    subscription.addProperty("topic", PARENT.substring("/v1/".length()) + "/topics/" + DEAD);
    subscription.addProperty("ackDeadlineSeconds", 60);
    pubsub.put(PARENT + "/subscriptions/" + DEAD, subscription);
  }

  @AfterAll
  static void remove() {
    if (deployment != null) {
      deployment.close();
    }
  }

  @Test
  void bothKindsAreJudgedAfterAllAndWhatWasCutStays() throws Exception {
    removeLetters();
    ScriptRun none = redrive();
    assertThat(none.exit()).isZero();
    assertThat(none.errors()).contains("there are no dead letters now", "0 replayed, 0 left");
    refuse();
    giveUp();
    FindingsFeed findings = deployment.findings("redrive-it");

    ScriptRun dry = redrive("--dry-run");
    assertThat(dry.errors()).contains("2 would be replayed, 1 left");
    assertThat(dry.output())
        .contains("OUT_OF_SCOPE -> composer-audit-events")
        .contains("given up by Pub/Sub -> composer-audit-events");

    ScriptRun run = redrive();
    assertThat(run.exit()).as("one is left").isEqualTo(1);
    assertThat(run.errors())
        .contains("2 replayed, 1 left")
        .contains("(it was cut because of its" + " size)");
    assertThat(eventsOf(findings, Set.of("refused", "given-up"))).contains("refused", "given-up");
    assertThat(letters()).anySatisfy(left -> assertThat(left).contains("\"cut\":\"true\""));
  }

  /**
   * The messages with which the review of 2026-11 published to another project, and stopped a run.
   */
  @Test
  void whatALetterHoldsIsNeverAnOptionALineOrATopicOfItsOwn() throws Exception {
    removeLetters();
    FindingsFeed findings = deployment.findings("redrive-hostile");
    String plain = entry("hostile");
    String marked = plain.substring(0, plain.length() - 1);
    publish(plain + "\r--project: attacker-proj\r#", Map.of());
    publish(plain + "\n--ordering-key: x\n--configuration: evil\n#", Map.of());
    publish(marked + ",\"labels\":{\"a\":\"\u0085\u2028\u2029\"}}", Map.of());
    publish("--project=attacker-proj", Map.of());
    publish(plain, Map.of(SUBSCRIPTION, "composer-audit-findings-to-bigquery"));
    publish(plain, Map.of("refused", "X\nack|1|2026-01-01|x|y|z\u001b[2J", "ce-type", "other"));
    JsonObject bigquery = new JsonObject();
    bigquery.addProperty(
        "topic", PARENT.substring("/v1/".length()) + "/topics/composer-audit-findings");
    pubsub.put(PARENT + "/subscriptions/composer-audit-findings-to-bigquery", bigquery);

    ScriptRun run = redrive();

    assertThat(run.output() + run.errors())
        .doesNotContain("\u001b", "\u0085")
        .contains("2 replayed, 4 left")
        .contains("its subscription is not to an events topic")
        .contains("no entry can be read from it");
    assertThat(eventsOf(findings, Set.of("hostile"))).containsExactly("hostile");
    assertThat(letters()).hasSize(4);
  }

  private static void publish(String data, Map<String, String> attributes) throws Exception {
    JsonObject message = new JsonObject();
    message.addProperty(
        "data", Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)));
    JsonObject json = new JsonObject();
    attributes.forEach(json::addProperty);
    message.add("attributes", json);
    JsonArray messages = new JsonArray();
    messages.add(message);
    JsonObject body = new JsonObject();
    body.add("messages", messages);
    pubsub.post(PARENT + "/topics/" + DEAD + ":publish", body);
  }

  /** By a function that audits another project only, whole and too large. */
  private static void refuse() throws Exception {
    try (LocalFunction narrow =
        LocalFunction.start(
            deployment.sandbox(), folder, Map.of("AUDITED_PROJECTS", "other-project"))) {
      EventSender sender = new EventSender(narrow.uri());
      assertThat(sender.send("1", entry("refused"))).isTrue();
      assertThat(sender.send("2", "x".repeat(1_100_000))).isTrue();
    }
  }

  /** As Pub/Sub does after the last attempt. */
  private static void giveUp() throws Exception {
    publish(
        entry("given-up"),
        Map.of(
            SUBSCRIPTION,
            "composer-audit-function",
            "CloudPubSubDeadLetterSourceDeliveryCount",
            "50"));
  }

  private static String entry(String insertId) {
    return new AuditEntry(Scenario.resource(ENVIRONMENT), true, insertId, Instant.now())
        .json()
        .toString();
  }

  private static ScriptRun redrive(String... more) throws Exception {
    return ScriptRun.of(
        "redrive",
        CloudSdk.environment(deployment.pubsubUri(), configuration),
        ScriptRun.with(new String[] {"--project", Scenario.PROJECT}, more));
  }

  /** The log entries that findings come from, until those that are expected have some. */
  private static Set<String> eventsOf(FindingsFeed findings, Set<String> expected) {
    Set<String> events = new TreeSet<>();
    return Await.until(
        "findings of " + expected,
        TIMEOUT,
        () -> {
          for (PublishedFinding finding : findings.pull()) {
            events.add(
                finding.json().getAsJsonObject("metadata").get("original_event_uid").getAsString());
          }
          return events;
        },
        seen -> seen.containsAll(expected));
  }

  /** Each test begins without those that another has left. */
  private static void removeLetters() throws Exception {
    for (JsonElement letter : pull()) {
      JsonArray ids = new JsonArray();
      ids.add(letter.getAsJsonObject().get("ackId"));
      JsonObject request = new JsonObject();
      request.add("ackIds", ids);
      pubsub.post(PARENT + "/subscriptions/" + DEAD + ":acknowledge", request);
    }
  }

  /** Those that are there; they can be had at once by who comes next, too. */
  private static List<String> letters() throws Exception {
    List<JsonElement> letters = pull();
    JsonArray ids = new JsonArray();
    letters.forEach(letter -> ids.add(letter.getAsJsonObject().get("ackId")));
    JsonObject request = new JsonObject();
    request.add("ackIds", ids);
    request.addProperty("ackDeadlineSeconds", 0);
    pubsub.post(PARENT + "/subscriptions/" + DEAD + ":modifyAckDeadline", request);
    return letters.stream().map(Object::toString).toList();
  }

  /** Those that can be had now. */
  private static List<JsonElement> pull() throws Exception {
    JsonObject request = new JsonObject();
    request.addProperty("maxMessages", 10);
    request.addProperty("returnImmediately", true);
    JsonObject answer = pubsub.post(PARENT + "/subscriptions/" + DEAD + ":pull", request);
    return answer.has("receivedMessages")
        ? answer.getAsJsonArray("receivedMessages").asList()
        : List.of();
  }
}
