package dev.composeraudit.acceptance.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.deployment.AuditEntry;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.EventSender;
import dev.composeraudit.acceptance.deployment.Finding;
import dev.composeraudit.acceptance.deployment.Finding.Verdict;
import dev.composeraudit.acceptance.deployment.FindingsFeed;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An environment that nobody has judged is found out, and nothing is covered that isn't. */
final class CoverageIT {
  private static final String POLICY = "environments-are-judged";
  private static final String SCOPE = "projects/" + Scenario.PROJECT;

  private static Deployment deployment;
  private static Http sandbox;
  private static EventSender sender;
  private static PlatformLog log;
  private static int checks;

  @BeforeAll
  static void deploy() throws Exception {
    deployment =
        Deployment.start(
            DeploymentOptions.standard()
                .withCreation(Duration.ZERO)
                .withDelivery(DeploymentOptions.Delivery.BY_HAND));
    sandbox = new Http(deployment.sandboxUri());
    sender = new EventSender(deployment.functionUri());
    log = new PlatformLog(deployment);
  }

  @AfterAll
  static void remove() {
    deployment.close();
  }

  @Test
  void anEnvironmentThatNobodyJudgedIsNamedUntilSomebodyDid() throws Exception {
    FindingsFeed feed = deployment.findings("coverage");
    create("missed");
    create("seen");
    create("half");
    assertThat(judge("seen")).isTrue();
    // What was only begun, since GKE was in trouble, is not judged.
    fault("container.clusters.get", "503", "half");
    assertThat(judge("half")).isFalse();
    clearFaults();

    Finding gap = check(feed);
    assertThat(gap.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(gap.message())
        .isEqualTo("2 of 3 environments below " + SCOPE + " were not judged in the last 26 hours.");
    assertThat(names(gap)).containsExactly(SCOPE, resource("half"), resource("missed"));

    assertThat(judge("missed")).isTrue();
    assertThat(judge("half")).isTrue();
    Finding closed = check(feed);
    assertThat(closed.verdict()).isEqualTo(Verdict.PASS);
    assertThat(closed.json().get("activity_name").getAsString()).isEqualTo("Close");
    assertThat(closed.uid()).isEqualTo(gap.uid());
    assertThat(names(closed)).containsExactly(SCOPE);

    theyCannotBeCompared(feed, "cloudasset.assets.searchAllResources", "roles/cloudasset.viewer");
    theyCannotBeCompared(feed, "logging.logEntries.list", "roles/logging.viewer");
    troubleOfTheLogIsDeliveredAgain(feed);
  }

  private static void theyCannotBeCompared(FindingsFeed feed, String permission, String role)
      throws Exception {
    fault(permission, "403-iam", "");
    Finding unknown = check(feed);
    clearFaults();

    assertThat(unknown.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(unknown.json().getAsJsonObject("compliance").get("status_details").toString())
        .contains("(grant " + role + ", or " + permission + ")");
  }

  private static void troubleOfTheLogIsDeliveredAgain(FindingsFeed feed) throws Exception {
    fault("logging.logEntries.list", "503", "");
    assertThat(sender.send("check-" + checks++, "{\"kind\": \"coverage\"}")).isFalse();
    clearFaults();
    assertThat(feed.pull()).isEmpty();
  }

  private static Finding check(FindingsFeed feed) throws Exception {
    log.take();
    feed.pull();
    assertThat(sender.send("check-" + checks++, "{\"kind\": \"coverage\"}")).isTrue();
    List<Finding> findings = feed.pull();
    assertThat(findings)
        .extracting(Finding::policy)
        .containsExactlyInAnyOrder(POLICY, "exceptions-expire-soon");
    return findings.stream().filter(each -> each.policy().equals(POLICY)).findFirst().orElseThrow();
  }

  private static boolean judge(String environment) throws Exception {
    String id = environment + "-" + checks++;
    AuditEntry entry = new AuditEntry(resource(environment), true, id, Instant.now());
    boolean acknowledged = sender.send(id, entry.json().toString());
    // The entries of its policies come before, and don't make it covered.
    deployment
        .function()
        .awaitLines(
            line -> line.contains(id) && line.contains("\"event_judged\""), Duration.ofSeconds(60));
    return acknowledged;
  }

  private static void create(String environment) throws Exception {
    JsonObject body = new JsonObject();
    body.addProperty("name", resource(environment));
    body.add(
        "config",
        JsonParser.parseString(
            """
            {"softwareConfig": {"imageVersion": "composer-2.14.1-airflow-2.10.5"},
             "nodeConfig": {"enableIpMasqAgent": true}}
            """));
    sandbox.post(Scenario.collection(), body);
    Await.until(
        "the cluster of " + environment,
        Duration.ofSeconds(60),
        () -> sandbox.get("/v1/" + resource(environment)).getAsJsonObject("config"),
        config -> config.has("gkeCluster"));
  }

  private static void fault(String permission, String fault, String about) throws Exception {
    JsonObject body = new JsonObject();
    body.addProperty("permission", permission);
    body.addProperty("fault", fault);
    body.addProperty("about", about);
    sandbox.post("/sandbox/faults", body);
  }

  private static void clearFaults() throws Exception {
    sandbox.delete("/sandbox/faults");
  }

  private static List<String> names(Finding finding) {
    return finding.json().getAsJsonArray("resources").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(resource -> resource.get("name").getAsString())
        .toList();
  }

  private static String resource(String environment) {
    return Scenario.collection().substring("/v1/".length()) + "/" + environment;
  }
}
