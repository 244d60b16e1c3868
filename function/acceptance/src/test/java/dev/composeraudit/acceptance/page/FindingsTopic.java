package dev.composeraudit.acceptance.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.deployment.FunctionProcess;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.ManagedProcess;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A sandbox of which only the topic of findings is used. */
final class FindingsTopic implements AutoCloseable {
  private final ManagedProcess process;
  private final URI address;

  private FindingsTopic(ManagedProcess process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Starts it, empty, and waits until it answers. */
  static FindingsTopic start(int port) throws IOException, InterruptedException {
    return start(port, "embedded");
  }

  /** With the Cloud SDK's emulator in the place of the sandbox's own Pub/Sub. */
  static FindingsTopic startEmulator() throws IOException, InterruptedException {
    return start(FunctionProcess.freePort(), "emulator");
  }

  private static FindingsTopic start(int port, String pubsub)
      throws IOException, InterruptedException {
    ManagedProcess process =
        ManagedProcess.start(
            "sandbox",
            List.of(
                Layout.java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Layout.current().sandboxJar().toString(),
                "--port",
                Integer.toString(port),
                "--pubsub",
                pubsub,
                "--project",
                Scenario.PROJECT),
            Path.of("").toAbsolutePath(),
            Map.of());
    String ready = process.awaitLine(line -> line.startsWith("{"), Duration.ofMinutes(2));
    URI address =
        URI.create(JsonParser.parseString(ready).getAsJsonObject().get("pubsub").getAsString());
    return new FindingsTopic(process, address);
  }

  URI address() {
    return address;
  }

  void publish(SampleFinding... findings) throws IOException, InterruptedException {
    JsonArray messages = new JsonArray();
    for (SampleFinding finding : findings) {
      messages.add(message(finding.json().toString()));
    }
    publish(messages);
  }

  /** Publishes what may be no finding at all. */
  void publishText(String text) throws IOException, InterruptedException {
    JsonArray messages = new JsonArray();
    messages.add(message(text));
    publish(messages);
  }

  @Override
  public void close() {
    process.close();
  }

  private void publish(JsonArray messages) throws IOException, InterruptedException {
    JsonObject request = new JsonObject();
    request.add("messages", messages);
    new Http(address)
        .post(
            "/v1/projects/" + Scenario.PROJECT + "/topics/composer-audit-findings:publish",
            request);
  }

  private static JsonObject message(String text) {
    JsonObject message = new JsonObject();
    message.addProperty(
        "data", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    return message;
  }
}
