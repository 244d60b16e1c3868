package dev.composeraudit.acceptance.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.cloud.RecordingServer;
import dev.composeraudit.acceptance.cloud.RecordingServer.Call;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.Mailbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lines of {@code scripts/dashboards/README.md}, pasted into a shell: the real gcloud against a
 * server that records what it is asked to do, and a bq that only notes its input.
 */
final class InstallLinesIT {
  private static final Path DASHBOARDS = Layout.current().root().resolve("scripts/dashboards");
  private static final Pattern SHELL = Pattern.compile("(?s)```sh\n(.*?)```");
  private static final String BQ =
      """
      #!/bin/bash
      {
        printf '%s\\n' "$@"
        case "${@: -1}" in --use_legacy_sql=false) cat ;; esac
      } >> "$BQ_LOG"
      """;

  @TempDir static Path folder;
  private static RecordingServer recorder;
  private static String printed = "";

  @BeforeAll
  static void pasteEveryLine() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    recorder = RecordingServer.start();
    copy(DASHBOARDS, folder.resolve("dashboards"));
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Files.writeString(bin.resolve("bq"), BQ);
    Files.setPosixFilePermissions(bin.resolve("bq"), PosixFilePermissions.fromString("rwx------"));
    StringBuilder lines = new StringBuilder("set -euo pipefail\n");
    Matcher blocks = SHELL.matcher(Files.readString(DASHBOARDS.resolve("README.md")));
    while (blocks.find()) {
      lines.append(blocks.group(1));
    }
    printed = run(lines.toString(), bin);
  }

  @AfterAll
  static void stop() {
    if (recorder != null) {
      recorder.close();
    }
  }

  @Test
  void theStatementsReachBigQueryWithTheirNames() throws Exception {
    String bq = Files.readString(folder.resolve("bq.log"));
    assertThat(bq)
        .contains(
            DuckDbWarehouse.statements()
                .replace("${PROJECT}", "security-project")
                .replace("${DATASET}", "composer_audit"))
        .contains("mk\n--force\n--dataset\ncomposer_audit")
        .contains(
            "GRANT `roles/bigquery.dataEditor` ON SCHEMA `security-project`.`composer_audit`"
                + " TO 'serviceAccount:"
                + "service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com'")
        .doesNotContain("${");
  }

  @Test
  void theSubscriptionWritesWholeMessagesAndKeepsWhatIsNotTaken() {
    JsonObject subscription =
        only(recorder.changes("/subscriptions/composer-audit-findings-to-bigquery"));
    assertThat(subscription.get("topic").getAsString())
        .isEqualTo("projects/security-project/topics/composer-audit-findings");
    assertThat(subscription.getAsJsonObject("bigqueryConfig"))
        .isEqualTo(
            JsonParser.parseString(
                "{\"table\": \"security-project:composer_audit.findings_raw\","
                    + " \"writeMetadata\": true}"));
    assertThat(
            subscription.getAsJsonObject("deadLetterPolicy").get("deadLetterTopic").getAsString())
        .isEqualTo("projects/security-project/topics/composer-audit-findings-dead");
    assertThat(subscription.getAsJsonObject("expirationPolicy").has("ttl"))
        .as("it expires")
        .isFalse();
    assertThat(recorder.changes("/subscriptions/composer-audit-findings-dead")).hasSize(1);
    assertThat(recorder.changes("/topics/composer-audit-findings-dead:setIamPolicy")).hasSize(1);
  }

  @Test
  void everyMetricAlertAndDashboardIsSentAsItStandsInItsFile() throws Exception {
    assertThat(recorder.changes("/metrics"))
        .extracting(Call::body)
        .containsExactlyElementsOf(MonitoringFiles.metrics().values());
    List<Call> policies = recorder.changes("/alertPolicies");
    assertThat(policies).hasSize(MonitoringFiles.alerts().size());
    for (Call policy : policies) {
      assertThat(policy.body().remove("notificationChannels").toString())
          .isEqualTo("[\"projects/security-project/notificationChannels/1\"]");
    }
    assertThat(policies)
        .extracting(Call::body)
        .containsExactlyElementsOf(MonitoringFiles.alerts().values());
    assertThat(only(recorder.changes("/dashboards"))).isEqualTo(MonitoringFiles.dashboard());
  }

  @Test
  void theSyntheticEventIsPublishedOnceAndThenEachDay() {
    JsonObject message =
        only(recorder.changes("/topics/composer-audit-events:publish"))
            .getAsJsonArray("messages")
            .get(0)
            .getAsJsonObject();
    JsonObject job = only(recorder.changes("/jobs"));
    JsonObject target = job.getAsJsonObject("pubsubTarget");
    assertThat(target.get("topicName").getAsString())
        .isEqualTo("projects/security-project/topics/composer-audit-events");
    assertThat(decoded(target)).isEqualTo(decoded(message));
    assertThat(decoded(message).getAsJsonObject("protoPayload").get("resourceName").getAsString())
        .startsWith("projects/data-project/locations/");
    assertThat(job.get("schedule").getAsString()).matches("\\d+ \\d+ \\* \\* \\*");
  }

  @Test
  void theLinksToLookerStudioNameTheDataset() {
    assertThat(printed.lines().filter(line -> line.startsWith("https://lookerstudio.google.com/")))
        .hasSize(3)
        .allMatch(
            line ->
                line.contains("&ds.ds0.projectId=security-project&ds.ds0.datasetId=composer_audit&")
                    && !line.contains("$"));
  }

  private static JsonObject only(List<Call> calls) {
    assertThat(calls).hasSize(1);
    return calls.get(0).body();
  }

  private static JsonObject decoded(JsonObject message) {
    return JsonParser.parseString(Mailbox.data(message)).getAsJsonObject();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  private static String run(String lines, Path bin) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Path errors = folder.resolve("errors.txt");
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", lines);
    Map<String, String> environment = builder.environment();
    environment.putAll(CloudSdk.loadedGcloud());
    environment.put("PATH", bin + ":" + environment.get("PATH"));
    environment.put("BQ_LOG", folder.resolve("bq.log").toString());
    environment.put("PROJECT", "security-project");
    environment.put("AUDITED_PROJECT", "data-project");
    environment.put("REGION", "europe-west1");
    environment.put("LOCATION", "EU");
    environment.put("DATASET", "composer_audit");
    environment.put("CHANNEL", "projects/security-project/notificationChannels/1");
    environment.put("CLOUDSDK_CONFIG", folder.resolve("gcloud").toString());
    environment.put("CLOUDSDK_AUTH_DISABLE_CREDENTIALS", "true");
    environment.put("CLOUDSDK_CORE_DISABLE_PROMPTS", "1");
    for (String api :
        List.of("CLOUDRESOURCEMANAGER", "CLOUDSCHEDULER", "LOGGING", "MONITORING", "PUBSUB")) {
      environment.put("CLOUDSDK_API_ENDPOINT_OVERRIDES_" + api, recorder.uri().toString());
    }
    Process process =
        builder
            .directory(folder.resolve("dashboards").toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    return Files.readString(output);
  }
}
