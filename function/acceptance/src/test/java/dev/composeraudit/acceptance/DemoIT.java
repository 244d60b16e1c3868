package dev.composeraudit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

/** What {@code scripts/demo} starts, as it is packaged. */
final class DemoIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @Test
  void whatIsKeptRunningShowsTheFindingsOnADashboard() throws Exception {
    Path root = Layout.current().root();
    try (ManagedProcess demo =
        ManagedProcess.start(
            "demo",
            List.of(
                Layout.java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dcomposer-audit.root=" + root,
                "-jar",
                root.resolve("function/acceptance/target/acceptance/acceptance.jar").toString(),
                "--keep"),
            root,
            Map.of())) {
      String line = demo.awaitLine(it -> it.contains(" dashboard http://"), TIMEOUT);
      URI dashboard = URI.create(line.substring(line.indexOf("http://")));
      demo.awaitLine(it -> it.contains("as they are published: " + dashboard), TIMEOUT);
      assertThat(firstFindings(dashboard))
          .contains("/environments/agent-absent\"", "\"verdict\":\"FAIL\"", "\"verdict\":\"PASS\"");
    }
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
