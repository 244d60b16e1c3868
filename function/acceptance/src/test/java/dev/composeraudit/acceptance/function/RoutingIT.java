package dev.composeraudit.acceptance.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.Mailbox;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Findings reach the team that the environment's labels name. */
final class RoutingIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String TOPIC =
      "projects/%s/topics/composer-audit-findings".formatted(Scenario.PROJECT);

  /** Everything that was published, and what each team's subscription delivered. */
  private record Delivered(
      List<PublishedFinding> all, List<PublishedFinding> data, List<PublishedFinding> web) {}

  @Test
  void eachTeamsSubscriptionDeliversTheFindingsOfItsEnvironmentsOnly() throws Exception {
    Delivered delivered = carryOut(DeploymentOptions.standard());

    assertThat(delivered.data()).isNotEmpty();
    assertThat(environments(delivered.data())).containsOnly("of-data");
    assertThat(delivered.web()).isNotEmpty();
    assertThat(environments(delivered.web())).containsOnly("of-web");
    assertThat(delivered.all())
        .filteredOn(finding -> finding.environment().equals("of-data"))
        .allSatisfy(finding -> assertThat(finding.attributes()).containsEntry("team", "data"))
        .hasSameSizeAs(delivered.data());
    assertThat(delivered.all())
        .filteredOn(finding -> finding.environment().equals("of-nobody"))
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.attributes()).doesNotContainKey("team"));
  }

  /**
   * The emulator takes a subscription's filter and ignores it: both get everything. What the filter
   * reads is right all the same.
   */
  @Test
  void overTheEmulatorTheFilterIsIgnoredAndTheAttributeIsThere() throws Exception {
    assumeTrue(CloudSdk.hasPubSubEmulator(), "the Cloud SDK's Pub/Sub emulator is not installed");
    Delivered delivered = carryOut(DeploymentOptions.standard().withPubsub("emulator"));

    assertThat(environments(delivered.web())).contains("of-data", "of-web", "of-nobody");
    assertThat(delivered.data())
        .filteredOn(finding -> "data".equals(finding.attributes().get("team")))
        .isNotEmpty()
        .extracting(PublishedFinding::environment)
        .containsOnly("of-data");
  }

  private static Delivered carryOut(DeploymentOptions options)
      throws IOException, InterruptedException {
    try (Deployment deployment = Deployment.start(options)) {
      Mailbox all = subscribe(deployment, "everything", "");
      Mailbox data = subscribe(deployment, "data", "attributes.team = \"data\"");
      Mailbox web = subscribe(deployment, "web", "attributes.team = \"web\"");
      create(deployment, "of-data", Map.of("owner", "data", "team", "web"));
      create(deployment, "of-web", Map.of("team", "web"));
      create(deployment, "of-nobody", Map.of("stage", "prod"));
      List<PublishedFinding> published = new ArrayList<>();
      Await.until(
          "findings of three creations that have ended",
          TIMEOUT,
          () -> {
            published.addAll(PublishedFinding.all(all.take()));
            return environments(
                        published.stream()
                            .filter(finding -> finding.trigger().equals("create-last"))
                            .toList())
                    .stream()
                    .distinct()
                    .count()
                == 3;
          });
      // Each policy has a message of its own. All are published once the event is logged.
      for (String environment : List.of("of-data", "of-web", "of-nobody")) {
        for (String phase : List.of("FIRST", "LAST")) {
          deployment
              .function()
              .awaitLines(
                  line ->
                      line.contains("\"event_judged\"")
                          && line.contains("\"phase\":\"" + phase + "\"")
                          && line.contains("\"" + environment + "\""),
                  TIMEOUT);
        }
      }
      published.addAll(takeAll(all));
      return new Delivered(published, takeAll(data), takeAll(web));
    }
  }

  /** What is there, pull by pull: the emulator may not give all at once. */
  private static List<PublishedFinding> takeAll(Mailbox mailbox)
      throws IOException, InterruptedException {
    List<PublishedFinding> all = new ArrayList<>();
    for (List<JsonObject> some = mailbox.take(); !some.isEmpty(); some = mailbox.take()) {
      all.addAll(PublishedFinding.all(some));
    }
    return all;
  }

  private static Mailbox subscribe(Deployment deployment, String name, String filter)
      throws IOException, InterruptedException {
    return Mailbox.filtered(
        deployment.pubsubUri(), TOPIC, "projects/team-project/subscriptions/" + name, filter);
  }

  private static void create(Deployment deployment, String id, Map<String, String> labels)
      throws IOException, InterruptedException {
    JsonObject body = new JsonObject();
    body.addProperty("name", Scenario.collection().substring("/v1/".length()) + "/" + id);
    JsonObject json = new JsonObject();
    labels.forEach(json::addProperty);
    body.add("labels", json);
    body.add(
        "config",
        JsonParser.parseString(
            """
            {"softwareConfig": {"imageVersion": "composer-2.14.1-airflow-2.10.5"}}
            """));
    new Http(deployment.sandboxUri()).post(Scenario.collection(), body);
  }

  private static List<String> environments(List<PublishedFinding> findings) {
    return findings.stream().map(PublishedFinding::environment).toList();
  }
}
