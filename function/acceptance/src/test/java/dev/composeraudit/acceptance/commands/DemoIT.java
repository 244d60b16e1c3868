package dev.composeraudit.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.cloud.ScriptRun;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.ManagedProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/demo} starts, as it is packaged. */
final class DemoIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @TempDir static Path folder;
  private static ManagedProcess demo;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    demo = keptRunning(Layout.current().root());
    demo.awaitLine(it -> it.contains("\"kind\":\"sweep\""), TIMEOUT);
  }

  @AfterAll
  static void stop() {
    if (demo != null) {
      demo.close();
    }
  }

  @Test
  void whatIsKeptRunningShowsTheFindingsOnADashboard() throws Exception {
    String line =
        demo.lines().stream()
            .filter(it -> it.contains(" dashboard http://"))
            .findFirst()
            .orElseThrow();
    URI dashboard = URI.create(line.substring(line.indexOf("http://")));
    assertThat(demo.lines()).anyMatch(it -> it.contains("as they are published: " + dashboard));
    // The dashboard has a subscription of its own, which may be behind the demo's.
    Await.until(
        "an environment, a FAIL and a PASS on the dashboard",
        TIMEOUT,
        () -> firstFindings(dashboard),
        findings ->
            findings.contains("/environments/agent-absent\"")
                && findings.contains("\"verdict\":\"FAIL\"")
                && findings.contains("\"verdict\":\"PASS\""));
  }

  /** Whoever pastes all lines into a shell sees each of them work. */
  @Test
  void theLinesThatItPrintsWorkInAShell() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    assumeTrue(Layout.program("kubectl").isPresent(), "kubectl is not installed");
    String lines =
        demo.lines().stream()
            .dropWhile(line -> !line.equals("In another terminal:"))
            .filter(line -> line.startsWith("  "))
            .collect(Collectors.joining("\n"));
    assertThat(lines).contains("gcloud", "kubectl").doesNotContain("\u001b");

    ScriptRun run =
        ScriptRun.of(
            List.of("bash", "-c", "set -euo pipefail; cd \"$0\"\n" + lines, folder.toString()),
            Map.of());

    assertThat(run.exit()).as(run.errors()).isZero();
    assertThat(run.output())
        .as("a finding, and then a table of them")
        .contains("\"class_uid\":2003")
        .containsPattern("\nRESULT +POLICY\n(PASS|SKIP) +[a-z-]+\n");
    assertThat(run.output())
        .contains("state: RUNNING", "example-environment", "autopilot:\n  enabled: true")
        .contains("kind: EgressNATPolicy", "name: default", "default patched")
        .contains("messageIds:");
  }

  private static ManagedProcess keptRunning(Path root) throws IOException {
    return ManagedProcess.start(
        "demo",
        List.of(
            Layout.java().toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dcomposer-audit.root=" + root,
            "-jar",
            root.resolve("function/acceptance/target/acceptance/acceptance.jar").toString(),
            "--keep"),
        root,
        Map.of());
  }

  private static String firstFindings(URI dashboard) throws IOException, InterruptedException {
    HttpResponse<InputStream> events =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(dashboard.resolve("api/events")).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (!line.startsWith("data: {\"reset\":true")) {
        line = lines.readLine();
      }
      return line;
    }
  }
}
