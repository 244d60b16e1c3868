package dev.composeraudit.acceptance.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.composeraudit.acceptance.cloud.CloudSdk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of {@code scripts/dashboards/monitoring} as the Cloud SDK's own message classes read
 * them: no field, value of an enumeration or type may be one that the APIs do not know.
 */
final class MonitoringMessagesTest {
  @TempDir static Path folder;
  private static String python = "";
  private static String sdk = "";
  private static Path script = Path.of("");

  @BeforeAll
  static void findTheCloudSdk() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    python = run("gcloud", "info", "--format=value(basic.python_location)").output().strip();
    sdk = run("gcloud", "info", "--format=value(installation.sdk_root)").output().strip();
    script = folder.resolve("parse_messages.py");
    try (InputStream resource =
        MonitoringMessagesTest.class.getResourceAsStream("parse_messages.py")) {
      Files.write(script, resource.readAllBytes());
    }
  }

  @Test
  void everyLogBasedMetricIsALogMetric() throws Exception {
    for (String name : MonitoringFiles.metrics().keySet()) {
      assertIsMessage("logging.v2.LogMetric", "metrics/" + name);
    }
  }

  @Test
  void everyAlertIsAnAlertPolicy() throws Exception {
    for (String name : MonitoringFiles.alerts().keySet()) {
      assertIsMessage("monitoring.v3.AlertPolicy", "alerts/" + name);
    }
  }

  @Test
  void theDashboardIsADashboard() throws Exception {
    assertIsMessage("monitoring.v1.Dashboard", "dashboard");
  }

  @Test
  void whatTheApisDoNotKnowIsFound() throws Exception {
    String alert = Files.readString(MonitoringFiles.FOLDER.resolve("alerts/function-errors.json"));
    assertThat(mistakes(alert.replace("\"autoClose\"", "\"autoclose\"")))
        .contains("alertStrategy.autoclose: unknown");
    assertThat(mistakes(alert.replace("COMPARISON_GT", "GREATER")))
        .contains("conditions[0].conditionThreshold.comparison: unknown")
        .contains("conditions[1].conditionThreshold.comparison: unknown");
    assertThat(mistakes(alert.replace("\"thresholdValue\": 0", "\"thresholdValue\": \"none\"")))
        .contains("thresholdValue");
  }

  private static void assertIsMessage(String message, String name) throws Exception {
    Path file = MonitoringFiles.FOLDER.resolve(name + ".json");
    Printed printed = run(python, script.toString(), sdk, message + "=" + file);
    assertThat(printed.output() + printed.errors()).as(name).isBlank();
    assertThat(printed.exit()).as(name).isZero();
  }

  private static String mistakes(String alert) throws Exception {
    Path file = Files.writeString(folder.resolve("alert.json"), alert);
    Printed printed = run(python, script.toString(), sdk, "monitoring.v3.AlertPolicy=" + file);
    assertThat(printed.exit()).isEqualTo(1);
    return printed.output();
  }

  private record Printed(int exit, String output, String errors) {}

  private static Printed run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
    builder.environment().put("CLOUDSDK_CONFIG", folder.resolve("gcloud").toString());
    Process process =
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(String.join(" ", command)).isTrue();
    return new Printed(
        process.exitValue(),
        Files.readString(output, StandardCharsets.UTF_8),
        Files.readString(errors, StandardCharsets.UTF_8));
  }
}
