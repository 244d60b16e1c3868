package dev.composeraudit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.LocalSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged commands over a sandbox of 120 environments of which 40 violate: {@code scan},
 * {@code accept}, and {@code scan} again with the exceptions.
 */
final class AcceptIT {
  private static final int SEEDED = 129;
  private static final int LOOKED_AT = 120;
  private static final int VIOLATING = 40;

  /** Of the seeded environments, some that comply are left out. */
  private static final List<Integer> LEFT_OUT = List.of(1, 2, 4, 5, 7, 8, 10, 11, 13);

  @TempDir private Path folder;

  @Test
  void whatViolatesIsAcceptedAndOnlyWhatIsNewFails() throws Exception {
    Path results = folder.resolve("results.json");
    Path exceptions = Files.createDirectory(folder.resolve("ours")).resolve("exceptions.yaml");
    try (LocalSandbox sandbox = sandbox(SEEDED)) {
      ScriptRun scan = scan(sandbox, results);
      assertThat(scan.exit()).as(scan.errors()).isEqualTo(1);
    }
    assertThat(environments(results, Set.of("PASS", "FAIL", "SKIP"))).hasSize(LOOKED_AT);
    Set<String> violating = environments(results, Set.of("FAIL"));
    assertThat(violating).hasSize(VIOLATING);

    ScriptRun accept =
        ScriptRun.of(
            command(
                "accept",
                results.toString(),
                "--file=" + exceptions,
                "--owner=data@example.com",
                "--reason=They are created anew.",
                "--until=" + java.time.LocalDate.now(java.time.ZoneOffset.UTC).plusDays(100)),
            Map.of());
    assertThat(accept.exit()).as(accept.errors()).isZero();
    String written = Files.readString(exceptions);

    String bindings = "--bindings=" + exceptions.getParent();
    try (LocalSandbox sandbox = sandbox(SEEDED + 1)) {
      ScriptRun again = scan(sandbox, results, bindings);
      assertThat(again.exit()).as(again.errors()).isEqualTo(1);
    }
    assertThat(environments(results, Set.of("EXEMPT"))).isEqualTo(violating);
    assertThat(environments(results, Set.of("FAIL")))
        .singleElement()
        .asString()
        .endsWith("/env-00129");

    try (LocalSandbox sandbox = sandbox(SEEDED)) {
      ScriptRun same = scan(sandbox, results, bindings);
      assertThat(same.exit()).as(same.errors()).isZero();
    }
    assertThat(Files.readString(exceptions)).isEqualTo(written);
  }

  private static LocalSandbox sandbox(int environments) throws Exception {
    return LocalSandbox.start(
        DeploymentOptions.standard(),
        List.of("--seed-environments=" + environments, "--seed-projects=3"));
  }

  private static ScriptRun scan(LocalSandbox sandbox, Path results, String... more)
      throws Exception {
    List<String> command =
        command("scan", "--endpoint", sandbox.uri().toString(), "--organization=1");
    LEFT_OUT.forEach(
        number ->
            command.add(
                "--exclude-resource=projects/*/locations/*/environments/env-%05d"
                    .formatted(number)));
    command.add("--save=" + Files.createTempDirectory("scan").resolve("scan.jsonl"));
    command.add("--policy=ip-masquerade-agent-enabled");
    command.add("--format=json=" + results);
    command.addAll(List.of(more));
    return ScriptRun.of(command, Map.of());
  }

  private static List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Layout.java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Layout.current().commandLine().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The environments with one of these results. */
  private static Set<String> environments(Path results, Set<String> outcomes) throws IOException {
    Set<String> environments = new TreeSet<>();
    for (JsonElement each :
        JsonParser.parseString(Files.readString(results))
            .getAsJsonObject()
            .getAsJsonArray("results")) {
      JsonObject row = each.getAsJsonObject();
      if (outcomes.contains(row.get("result").getAsString())) {
        environments.add(row.get("environment").getAsString());
      }
    }
    return environments;
  }
}
