package dev.composeraudit.acceptance.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import dev.composeraudit.acceptance.deployment.Run;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a finding says to paste, pasted: the environment that comes of it complies. */
final class RemediationIT {
  private static final String WITHOUT_AGENT =
      "{\"softwareConfig\": {\"imageVersion\": \"composer-2.14.1-airflow-2.10.5\"}}";

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static Deployment deployment;
  private static Run run;

  @BeforeAll
  static void deploy() throws Exception {
    deployment = Deployment.start(DeploymentOptions.standard());
    run = new Run(deployment, deployment.findings("remediation-it"));
  }

  @AfterAll
  static void remove() {
    deployment.close();
  }

  @Test
  void theRestBodyOfAFindingCreatesAnEnvironmentThatComplies() throws Exception {
    Scenario violating = violating("by-rest");
    String desc = remediation(violating);
    String start = "POST https://composer.googleapis.com";
    assertThat(desc).contains(start);
    String request = desc.substring(desc.indexOf(start) + start.length());
    String path = request.lines().findFirst().orElseThrow();
    String body = request.substring(request.indexOf('{'), request.indexOf("\n}") + 2);

    new Http(deployment.sandboxUri()).post(path, JsonParser.parseString(body));

    assertCompliant("by-rest-masq");
  }

  @Test
  void theGcloudLineOfAFindingCreatesAnEnvironmentThatComplies() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    Scenario violating = violating("by-gcloud");
    String desc = remediation(violating);
    String line = desc.substring(desc.indexOf("gcloud composer environments create"));
    String command = line.substring(0, line.indexOf("\n\n"));
    assertThat(command).contains("--enable-ip-masq-agent\n# Then move over");

    paste(command);

    assertCompliant("by-gcloud-masq");
  }

  @Test
  void theTerraformArgumentOfAFindingIsAsTerraformFormatsIt() throws Exception {
    Optional<Path> terraform = Layout.program("terraform");
    assumeTrue(terraform.isPresent(), "terraform is not installed");
    String desc = remediation(violating("by-terraform"));
    String block = desc.substring(desc.indexOf("config {"));
    Path file = folder.resolve("environment.tf");
    Files.writeString(
        file,
        "resource \"google_composer_environment\" \"e\" {\n"
            + block.substring(0, block.indexOf("\n}\n") + 3).indent(2)
            + "}\n");

    run(List.of(terraform.orElseThrow().toString(), "fmt", "-check", file.toString()), Map.of());
  }

  @Test
  void theEgressPolicyOfAFindingMakesTheEnvironmentComply() throws Exception {
    assumeTrue(Layout.program("kubectl").isPresent(), "kubectl is not installed");
    Scenario exempting = Scenario.ALL.get(2);
    run.create(exempting);
    await(exempting);
    String desc = remediation(exempting, Scenario.DESTINATIONS);
    String manifest = desc.substring(desc.indexOf("apiVersion: networking.gke.io/v1"));
    Path file = folder.resolve("egress.yaml");
    Files.writeString(file, manifest.substring(0, manifest.indexOf("\n\n") + 1));

    run(
        List.of("kubectl", "apply", "--validate=false", "-f", file.toString()),
        Map.of("KUBECONFIG", kubeconfig(exempting).toString()));

    Await.until(
        "PASS of " + Scenario.DESTINATIONS,
        TIMEOUT,
        () -> run.news().verdict(exempting, Scenario.DESTINATIONS),
        verdict -> verdict.filter(Verdict.PASS::equals).isPresent());
  }

  private static Path kubeconfig(Scenario scenario) throws Exception {
    Http sandbox = new Http(deployment.sandboxUri());
    String cluster =
        sandbox
            .get("/v1/" + scenario.resource())
            .getAsJsonObject("config")
            .get("gkeCluster")
            .getAsString();
    Path file = folder.resolve("kubeconfig.yaml");
    Files.writeString(
        file,
        sandbox
            .send("GET", "/sandbox/kubeconfig/" + cluster, BodyPublishers.noBody(), Map.of())
            .body());
    return file;
  }

  private static Scenario violating(String environment) throws Exception {
    Scenario scenario =
        new Scenario(
            "v",
            environment,
            "created without the agent",
            WITHOUT_AGENT,
            List.of(),
            Scenario.ALL.get(0).expected());
    run.create(scenario);
    await(scenario);
    return scenario;
  }

  private static String remediation(Scenario scenario) {
    return remediation(scenario, Scenario.AGENT);
  }

  private static String remediation(Scenario scenario, String policy) {
    PublishedFinding finding =
        Objects.requireNonNull(run.latest(scenario.environment()).get(policy));
    return finding.json().getAsJsonObject("remediation").get("desc").getAsString();
  }

  private static void assertCompliant(String environment) throws Exception {
    await(
        new Scenario(
            "c",
            environment,
            "as the finding says",
            WITHOUT_AGENT,
            List.of(),
            Scenario.ALL.get(1).expected()));
    // Each policy has a message of its own, and those of the creation's begin are replaced.
    Await.until(
        "no FAIL and no ERROR of " + environment,
        TIMEOUT,
        () ->
            run.news().latest(environment).values().stream()
                .map(PublishedFinding::verdict)
                .toList(),
        verdicts ->
            verdicts.contains(Verdict.PASS)
                && !verdicts.contains(Verdict.FAIL)
                && !verdicts.contains(Verdict.ERROR));
  }

  private static void await(Scenario scenario) throws Exception {
    run.await(List.of(scenario), TIMEOUT, (it, finding) -> {}, waiting -> {});
    assertThat(run.missing(List.of(scenario))).isEmpty();
  }

  /** Runs a line as a shell would, with the sandbox in Google's place. */
  private static void paste(String command) throws Exception {
    run(
        List.of("bash", "-c", command),
        Map.of(
            "CLOUDSDK_CONFIG",
            folder.resolve("gcloud").toString(),
            "CLOUDSDK_AUTH_DISABLE_CREDENTIALS",
            "true",
            "CLOUDSDK_CORE_DISABLE_PROMPTS",
            "1",
            "CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPOSER",
            deployment.sandboxUri() + "/"));
  }

  private static void run(List<String> command, Map<String, String> environment) throws Exception {
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
  }
}
