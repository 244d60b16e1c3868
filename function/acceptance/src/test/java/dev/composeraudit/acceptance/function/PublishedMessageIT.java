package dev.composeraudit.acceptance.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.Run;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The messages on the findings topic, against what CloudEvents 1.0 (Pub/Sub protocol binding,
 * binary mode) and the OCSF 1.8.0 class Compliance Finding require.
 */
final class PublishedMessageIT {
  /** Required by the class and by the base event. */
  private static final Set<String> REQUIRED =
      Set.of(
          "activity_id",
          "category_uid",
          "class_uid",
          "compliance",
          "finding_info",
          "metadata",
          "severity_id",
          "time",
          "type_uid");

  private static List<PublishedFinding> findings;

  @BeforeAll
  static void carryOut() throws Exception {
    try (Deployment deployment = Deployment.start(DeploymentOptions.standard())) {
      Run run = new Run(deployment, deployment.findings("published-messages"));
      for (Scenario scenario : Scenario.ALL) {
        run.create(scenario);
      }
      run.await(Scenario.ALL, Duration.ofSeconds(60), (scenario, it) -> {}, waiting -> {});
      findings = run.findings();
    }
  }

  @AfterAll
  static void forget() {
    findings = List.of();
  }

  @Test
  void eachIsACloudEventInBinaryMode() {
    assertThat(findings).hasSizeGreaterThan(20);
    for (PublishedFinding finding : findings) {
      Map<String, String> attributes = finding.attributes();
      assertThat(attributes)
          .containsEntry("ce-specversion", "1.0")
          .containsEntry("content-type", "application/json")
          .containsKeys("ce-id", "ce-source", "ce-type", "ce-time", "ce-subject");
      assertThat(attributes.get("ce-id"))
          .isEqualTo(finding.json().getAsJsonObject("metadata").get("uid").getAsString());
    }
  }

  @Test
  void noTwoMessagesOfOneEventShareAnId() {
    assertThat(findings).extracting(it -> it.attributes().get("ce-id")).doesNotHaveDuplicates();
  }

  @Test
  void eachHasWhatTheClassRequires() {
    for (PublishedFinding finding : findings) {
      JsonObject json = finding.json();
      assertThat(json.keySet()).containsAll(REQUIRED);
      assertThat(json.getAsJsonObject("metadata").keySet()).contains("product", "version");
      assertThat(json.getAsJsonObject("metadata").get("version").getAsString()).isEqualTo("1.8.0");
      assertThat(json.getAsJsonObject("finding_info").keySet()).contains("uid", "title");
      assertThat(json.getAsJsonObject("compliance").keySet())
          .contains("standards", "control", "status_id");
    }
  }

  @Test
  void itsNumbersAreTheClasssAndAgreeWithEachOther() {
    for (PublishedFinding finding : findings) {
      JsonObject json = finding.json();
      assertThat(number(json, "category_uid")).isEqualTo(2);
      assertThat(number(json, "class_uid")).isEqualTo(2003);
      assertThat(number(json, "activity_id")).isIn(1L, 2L, 3L);
      assertThat(number(json, "type_uid")).isEqualTo(200300 + number(json, "activity_id"));
      assertThat(number(json, "severity_id")).isBetween(1L, 5L);
      assertThat(number(json, "status_id")).isBetween(1L, 5L);
      assertThat(number(json.getAsJsonObject("compliance"), "status_id")).isBetween(0L, 3L);
      assertThat(number(json, "time")).isGreaterThan(1_700_000_000_000L);
    }
  }

  @Test
  void whatSubscriptionsFilterByStandsInTheAttributes() {
    Map<PublishedFinding.Verdict, String> status =
        Map.of(
            PublishedFinding.Verdict.PASS, "PASS",
            PublishedFinding.Verdict.FAIL, "FAIL",
            PublishedFinding.Verdict.ERROR, "ERROR",
            PublishedFinding.Verdict.ARCHIVED, "SKIP");
    for (PublishedFinding finding : findings) {
      assertThat(finding.attributes())
          .containsEntry("policy", finding.policy())
          .containsEntry("compliance_status", status.get(finding.verdict()));
    }
  }

  private static long number(JsonObject object, String key) {
    return object.get(key).getAsLong();
  }
}
