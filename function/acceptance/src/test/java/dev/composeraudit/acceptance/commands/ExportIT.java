package dev.composeraudit.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.cloud.RecordingServer;
import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code export} writes, run by the real gcloud with the flags that the documents themselves
 * name, against a server that records what it is sent.
 */
final class ExportIT {
  @TempDir private Path folder;
  private final RecordingServer server = server();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theConstraintAndThePolicyThatTriesItOutAreTaken() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    for (String document :
        export("org-policy", "--policy", "ip-masquerade-agent-enabled", "--organization", "123")
            .split("---\n", -1)) {
      runIn(document);
    }

    JsonObject constraint =
        server.changes("/customConstraints/custom.composerIpMasqueradeAgentEnabled").get(0).body();
    assertThat(constraint.get("condition").getAsString()).contains("enableIpMasqAgent");
    String policy = "/policies/custom.composerIpMasqueradeAgentEnabled";
    assertThat(server.changes(policy))
        .singleElement()
        .satisfies(
            call ->
                assertThat(call.body().getAsJsonObject("dryRunSpec"))
                    .hasToString("{\"rules\":[{\"enforce\":true}]}"));
  }

  @Test
  void theModuleIsTakenWithAllFlagsThatAreRequired() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    runIn(export("sha", "--policy", "ip-masquerade-agent-enabled", "--folder", "456"));

    RecordingServer.Call call = server.changes("customModules").get(0);
    assertThat(call.path()).contains("/folders/456/");
    assertThat(call.body().get("displayName").getAsString())
        .isEqualTo("ip_masquerade_agent_enabled");
    assertThat(call.body().getAsJsonObject("customConfig").keySet()).contains("predicate");
  }

  @Test
  void theFirewallsRulesAreTakenAndSayWhatTheyWereMadeOf() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    Files.writeString(
        folder.resolve("bindings.yaml"),
        """
        apiVersion: composer-audit/v1
        kind: PolicyBinding
        metadata: {name: firewalls}
        spec:
          policyName: destinations-see-an-accepted-source
          parameters:
            destinations:
              - {name: "it's `the` $(db)", cidr: 10.200.0.0/16, acceptedSources: [172.16.0.0/12]}
              - {name: six, cidr: "2001:db8::/32", acceptedSources: ["2600:1900:1::/64"]}
        """);
    Path subject =
        Files.writeString(
            Files.createDirectories(folder.resolve("subjects")).resolve("dual-stack.yaml"),
            Files.readString(Layout.current().root().resolve("policies/subjects/composer-2.yaml"))
                .replace(
                    "  ipAllocationPolicy:\n",
                    "  ipAllocationPolicy:\n    subnetIpv6CidrBlock: 2600:1900:2::/64\n"));
    shell(
        export(
            "firewall",
            subject.toString(),
            "--bindings",
            folder.toString(),
            "--network",
            "projects/net-host-project/global/networks/shared",
            "--rules",
            "tcp:5432,icmp"));

    List<RecordingServer.Call> rules = server.changes("/global/firewalls");
    assertThat(rules)
        .extracting(
            call -> call.body().get("destinationRanges") + " " + call.body().get("sourceRanges"))
        .containsExactlyInAnyOrder(
            "[\"10.200.0.0/16\"] [\"10.10.0.0/20\"]", "[\"2001:db8::/32\"] [\"2600:1900:2::/64\"]");
    assertThat(rules)
        .extracting(call -> call.body().get("description").getAsString())
        .contains("Composer Audit: Cloud Composer's addresses to it's `the` $(db)");
    assertThat(rules)
        .allSatisfy(
            call ->
                assertThat(call.body().get("allowed"))
                    .hasToString(
                        "[{\"IPProtocol\":\"tcp\",\"ports\":[\"5432\"]},{\"IPProtocol\":\"icmp\"}]"));
  }

  /** Runs the command that a document's own comment names, on that document. */
  private void runIn(String document) throws Exception {
    Path file = Files.writeString(folder.resolve("document.yaml"), document);
    String command =
        document
            .lines()
            .filter(line -> line.startsWith("# gcloud "))
            .findFirst()
            .orElseThrow()
            .substring("# ".length())
            .replaceFirst(",.*", "")
            .replace("FILE", file.toString());
    shell(command);
  }

  private void shell(String script) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.putAll(CloudSdk.environment(server.uri(), folder.resolve("configuration")));
    for (String api : List.of("COMPUTE", "ORGPOLICY", "SECURITYCENTER")) {
      environment.put(
          "CLOUDSDK_API_ENDPOINT_OVERRIDES_" + api,
          server.uri() + (api.equals("COMPUTE") ? "compute/v1/" : ""));
    }
    run(List.of("sh", "-ec", script), environment);
  }

  private String export(String... arguments) throws Exception {
    List<String> command = Layout.current().commandLine("export");
    command.addAll(List.of(arguments));
    return run(command, Map.of());
  }

  private String run(List<String> command, Map<String, String> environment) throws Exception {
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output + Files.readString(errors)).isZero();
    return output;
  }

  private static RecordingServer server() {
    try {
      return RecordingServer.start();
    } catch (IOException unavailable) {
      throw new java.io.UncheckedIOException(unavailable);
    }
  }
}
