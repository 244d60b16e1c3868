package dev.composeraudit.acceptance.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.SandboxSecuritySource;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings in Security Command Center, kept by the packaged function in the sandbox's. */
final class SecurityCenterIT {
  private static final String ACCEPTED = "DESTINATIONS_SEE_AN_ACCEPTED_SOURCE";
  private static final Scenario AGENT_ABSENT = Scenario.ALL.get(0);
  private static final Scenario AGENT_ON = Scenario.ALL.get(1);

  /** As Composer's own definition of the default policy has it, and with a hole in it. */
  private static final List<String> KEEPS_THE_CLUSTER = List.of("192.168.0.0/16");

  private static final List<String> KEEPS_MORE = List.of("10.0.0.0/8", "192.168.0.0/16");

  @TempDir static Path folder;
  private static SecurityCenterFixture cloud;

  @BeforeAll
  static void start() throws Exception {
    cloud = new SecurityCenterFixture(folder);
  }

  @AfterAll
  static void stop() {
    if (cloud != null) {
      cloud.close();
    }
  }

  @Test
  void aViolationIsActiveAndOnlyItsTimeIsWrittenUntilItsEnvironmentIsDeleted() throws Exception {
    Scenario scenario = cloud.create(AGENT_ABSENT, "absent");
    assertThat(cloud.deliver(scenario, "Create", cloud.next())).isEqualTo(200);

    JsonObject agent = cloud.finding(scenario, "IP_MASQUERADE_AGENT_ENABLED");
    assertThat(agent.get("state").getAsString()).isEqualTo("ACTIVE");
    assertThat(agent.get("severity").getAsString()).isEqualTo("HIGH");
    assertThat(agent.get("nextSteps").getAsString()).contains("--enable-ip-masq-agent");
    assertThat(agent.has("mute")).isFalse();
    assertThat(cloud.states(scenario)).containsOnlyKeys(cloud.violated(scenario));

    assertThat(cloud.calls(() -> cloud.deliver(scenario, "Update", cloud.next())))
        .containsExactly("securitycenter.findings.list", "securitycenter.findings.update");

    cloud.delete(scenario);
    assertThat(cloud.deliver(scenario, "Delete", cloud.next())).isEqualTo(200);
    assertThat(cloud.states(scenario).values()).containsOnly("INACTIVE");
    assertThat(property(cloud.finding(scenario, "IP_MASQUERADE_AGENT_ENABLED"), "status"))
        .isEqualTo("GONE");
    Instant again = cloud.next();
    cloud.deliver(scenario, "Delete", again);
    assertThat(cloud.calls(() -> cloud.deliver(scenario, "Delete", again)))
        .containsExactly("securitycenter.findings.list");
  }

  @Test
  void aLateEventNeitherReopensNorClosesWhatALaterOneSaid() throws Exception {
    Scenario scenario = cloud.create(AGENT_ON, "mended");
    cloud.commands().exempt(scenario.resource(), KEEPS_MORE);
    cloud.deliver(scenario, "Create", cloud.next());
    assertThat(cloud.states(scenario)).containsEntry(ACCEPTED, "ACTIVE");

    Instant between = cloud.next();
    cloud.commands().exempt(scenario.resource(), KEEPS_THE_CLUSTER);
    cloud.deliver(scenario, "Update", cloud.next());
    assertThat(cloud.states(scenario)).containsEntry(ACCEPTED, "INACTIVE");
    Instant betweenPasses = cloud.next();
    assertThat(cloud.calls(() -> cloud.deliver(scenario, "Update", cloud.next())))
        .containsExactly("securitycenter.findings.list", "securitycenter.findings.update");

    cloud.commands().exempt(scenario.resource(), KEEPS_MORE);
    for (Instant late : List.of(between, betweenPasses)) {
      assertThat(cloud.deliver(scenario, "Update", late)).isEqualTo(200);
      assertThat(cloud.states(scenario)).containsEntry(ACCEPTED, "INACTIVE");
    }
    cloud.deliver(scenario, "Update", cloud.next());
    assertThat(cloud.states(scenario)).containsEntry(ACCEPTED, "ACTIVE");

    Instant betweenViolations = cloud.next();
    cloud.deliver(scenario, "Update", cloud.next());
    cloud.commands().exempt(scenario.resource(), KEEPS_THE_CLUSTER);
    cloud.deliver(scenario, "Update", betweenViolations);
    assertThat(cloud.states(scenario)).containsEntry(ACCEPTED, "ACTIVE");
  }

  @Test
  void whatItRejectsIsOnTheTopicAndTheLogSaysWhatToGrant() throws Exception {
    Scenario scenario = cloud.create(AGENT_ABSENT, "refused");
    cloud.commands().addFault("securitycenter.findings.update", "403-iam", scenario.resource());

    assertThat(cloud.deliver(scenario, "Create", cloud.next())).isEqualTo(200);
    assertThat(cloud.published(scenario))
        .containsEntry(Scenario.AGENT, PublishedFinding.Verdict.FAIL);
    assertThat(cloud.states(scenario)).isEmpty();
    assertThat(cloud.entries("security_center_refused", scenario.environment()))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.get("severity").getAsString()).isEqualTo("ERROR");
              assertThat(entry.get("reason").getAsString())
                  .isEqualTo(
                      "writing findings to "
                          + SandboxSecuritySource.NAME
                          + ": permission denied (grant roles/securitycenter.findingsEditor on"
                          + " the source, or securitycenter.findings.update)");
            });
  }

  @Test
  void anEventIsAcknowledgedOnlyOnceItHasAccepted() throws Exception {
    Scenario scenario = cloud.create(AGENT_ABSENT, "troubled");
    // Requests to set a finding's state hold no more than its id.
    String uid = SandboxSecuritySource.uid(Scenario.AGENT, scenario.resource());
    cloud.commands().addFault("securitycenter.findings.setState", "503", uid);
    Instant time = cloud.next();

    assertThat(cloud.deliver(scenario, "Create", time)).isEqualTo(500);
    assertThat(cloud.published(scenario))
        .containsEntry(Scenario.AGENT, PublishedFinding.Verdict.FAIL);
    cloud.commands().removeFaults(uid);
    assertThat(cloud.deliver(scenario, "Create", time)).isEqualTo(200);
    assertThat(cloud.states(scenario).values()).isNotEmpty().containsOnly("ACTIVE");
    assertThat(cloud.entries("event_postponed", "entry-" + time.toEpochMilli()))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.get("code").getAsString()).isEqualTo("UNPUBLISHED");
              assertThat(entry.get("reason").getAsString())
                  .isEqualTo(
                      "setting the state of findings of "
                          + SandboxSecuritySource.NAME
                          + ": UNAVAILABLE");
            });
  }

  @Test
  void gcloudListsThem() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    Scenario scenario = cloud.create(AGENT_ABSENT, "listed");
    cloud.deliver(scenario, "Create", cloud.next());

    Path output = folder.resolve("listed.json");
    ProcessBuilder gcloud =
        new ProcessBuilder(
                "gcloud",
                "scc",
                "findings",
                "list",
                "123456789012",
                "--source=5678",
                "--location=global",
                "--filter=resource_name=\"//composer.googleapis.com/" + scenario.resource() + "\"",
                "--format=value(finding.category,finding.state)")
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("errors.txt").toFile());
    gcloud
        .environment()
        .putAll(
            Map.of(
                "CLOUDSDK_CONFIG",
                folder.resolve("gcloud").toString(),
                "CLOUDSDK_AUTH_DISABLE_CREDENTIALS",
                "true",
                "CLOUDSDK_CORE_DISABLE_PROMPTS",
                "1",
                "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECURITYCENTER",
                cloud.uri() + "/"));
    Process process = gcloud.start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("errors.txt"))).isZero();
    assertThat(Files.readAllLines(output))
        .contains("IP_MASQUERADE_AGENT_ENABLED\tACTIVE")
        .hasSize(cloud.states(scenario).size());
  }

  private static String property(JsonObject finding, String key) {
    return finding.getAsJsonObject("sourceProperties").get(key).getAsString();
  }
}
