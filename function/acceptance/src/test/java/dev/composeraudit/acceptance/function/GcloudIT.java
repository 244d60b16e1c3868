package dev.composeraudit.acceptance.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import dev.composeraudit.acceptance.deployment.Run;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real gcloud against the sandbox: the life of one environment, from creation to deletion, in
 * this order. {@link DemoIT} runs further commands of gcloud and kubectl.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class GcloudIT {
  private static final String ENVIRONMENT = "example-environment";
  private static final Scenario LIKE =
      new Scenario(
          "g",
          ENVIRONMENT,
          "created by gcloud",
          "{}",
          List.of(),
          Map.of(
              Scenario.AGENT, Verdict.PASS,
              Scenario.COVERAGE, Verdict.PASS,
              Scenario.DESTINATIONS, Verdict.PASS,
              Scenario.OBSERVABLE, Verdict.PASS));

  @TempDir static Path folder;
  private static Deployment deployment;
  private static Run run;

  @BeforeAll
  static void deploy() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    deployment = Deployment.start(DeploymentOptions.standard());
    run = new Run(deployment, deployment.findings("gcloud-it"));
    deployment.findings("pulled-by-gcloud");
  }

  @AfterAll
  static void remove() {
    if (deployment != null) {
      deployment.close();
    }
  }

  @Test
  @Order(1)
  void createWaitsForTheOperationAndYieldsFindings() throws Exception {
    gcloud(
        "composer",
        "environments",
        "create",
        ENVIRONMENT,
        "--location",
        Scenario.LOCATION,
        "--image-version",
        "composer-2.14.1-airflow-2.10.5",
        "--enable-ip-masq-agent");
    run.await(List.of(LIKE), Duration.ofSeconds(30), (scenario, finding) -> {}, waiting -> {});
    assertThat(run.missing(List.of(LIKE))).isEmpty();
  }

  @Test
  @Order(2)
  void aFindingCanBePulled() throws Exception {
    JsonArray messages =
        gcloudJson("pubsub", "subscriptions", "pull", "pulled-by-gcloud", "--auto-ack")
            .getAsJsonArray();
    assertThat(messages).isNotEmpty();
    JsonObject message = messages.get(0).getAsJsonObject().getAsJsonObject("message");
    assertThat(PublishedFinding.of(message, java.time.Instant.now()).environment())
        .isEqualTo(ENVIRONMENT);
  }

  @Test
  @Order(3)
  void deleteArchivesItsFindings() throws Exception {
    gcloud("composer", "environments", "delete", ENVIRONMENT, "--location", Scenario.LOCATION);
    Await.until(
        "that all findings are archived",
        Duration.ofSeconds(30),
        () ->
            run.news().latest(ENVIRONMENT).values().stream()
                .map(PublishedFinding::verdict)
                .toList(),
        verdicts -> verdicts.stream().allMatch(verdict -> verdict == Verdict.ARCHIVED));
  }

  private static JsonElement gcloudJson(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--format=json");
    return JsonParser.parseString(gcloud(all.toArray(String[]::new)));
  }

  private static String gcloud(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("gcloud"));
    command.addAll(List.of(arguments));
    return execute(command.toArray(String[]::new));
  }

  /** Runs a command; what it printed, without what gcloud tells a person meanwhile. */
  private static String execute(String... command) throws Exception {
    String sandbox = deployment.sandboxUri() + "/";
    Map<String, String> environment = new HashMap<>();
    environment.put("CLOUDSDK_CONFIG", folder.resolve("gcloud").toString());
    environment.put("CLOUDSDK_AUTH_DISABLE_CREDENTIALS", "true");
    environment.put("CLOUDSDK_CORE_DISABLE_PROMPTS", "1");
    environment.put("CLOUDSDK_CORE_PROJECT", Scenario.PROJECT);
    environment.put("CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPOSER", sandbox);
    environment.put("CLOUDSDK_API_ENDPOINT_OVERRIDES_CONTAINER", sandbox);
    environment.put("CLOUDSDK_API_ENDPOINT_OVERRIDES_PUBSUB", sandbox);
    Path output = Files.createTempFile(folder, "output", ".txt");
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process =
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    assertThat(process.waitFor(120, java.util.concurrent.TimeUnit.SECONDS))
        .as(String.join(" ", command) + " ends")
        .isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    return Files.readString(output);
  }
}
