package dev.composeraudit.acceptance.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import dev.composeraudit.acceptance.deployment.AuditEntry;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.EventSender;
import dev.composeraudit.acceptance.deployment.FindingsFeed;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
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
  private static TestEnvironments environments;
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
    environments = new TestEnvironments(deployment.sandboxUri());
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
    environments.create("missed");
    environments.create("seen");
    environments.create("half");
    assertThat(judge("seen")).isTrue();
    // What was only begun, since GKE was in trouble, is not judged.
    environments.addFault("container.clusters.get", "503", "half");
    assertThat(judge("half")).isFalse();
    environments.removeFaults();

    PublishedFinding gap = check(feed);
    assertThat(gap.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(gap.message())
        .isEqualTo("2 of 3 environments below " + SCOPE + " were not judged in the last 26 hours.");
    assertThat(names(gap)).containsExactly(SCOPE, resource("half"), resource("missed"));

    assertThat(judge("missed")).isTrue();
    assertThat(judge("half")).isTrue();
    PublishedFinding closed = check(feed);
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
    environments.addFault(permission, "403-iam", "");
    PublishedFinding unknown = check(feed);
    environments.removeFaults();

    assertThat(unknown.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(unknown.json().getAsJsonObject("compliance").get("status_details").toString())
        .contains("(grant " + role + ", or " + permission + ")");
  }

  private static void troubleOfTheLogIsDeliveredAgain(FindingsFeed feed) throws Exception {
    environments.addFault("logging.logEntries.list", "503", "");
    assertThat(sender.send("check-" + checks++, "{\"kind\": \"coverage\"}")).isFalse();
    environments.removeFaults();
    assertThat(feed.pull()).isEmpty();
  }

  private static PublishedFinding check(FindingsFeed feed) throws Exception {
    log.take();
    feed.pull();
    assertThat(sender.send("check-" + checks++, "{\"kind\": \"coverage\"}")).isTrue();
    List<PublishedFinding> findings = feed.pull();
    assertThat(findings)
        .extracting(PublishedFinding::policy)
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

  private static List<String> names(PublishedFinding finding) {
    return finding.json().getAsJsonArray("resources").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(resource -> resource.get("name").getAsString())
        .toList();
  }

  private static String resource(String environment) {
    return Scenario.collection().substring("/v1/".length()) + "/" + environment;
  }
}
