package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the documents of {@code terraform-plans}, made by the real Terraform, through the command,
 * and holds each resource against what is expected of it.
 */
final class TerraformPlansTest {
  private static final Path FOLDER = Path.of("src/test/resources/terraform-plans");
  private static final List<String> DOCUMENTS =
      List.of("plan.json", "state.json", "manifest.yaml", "body.json");

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(folder -> Files.exists(folder.resolve("expected.json")))
          .filter(folder -> !folder.endsWith("bad"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyResourceHasTheExpectedVerdict(Path folder) throws IOException {
    JsonObject expected = json(Files.readString(folder.resolve("expected.json")));
    Cli.Run run = check(document(folder));
    List<JsonObject> results = results(run);

    for (JsonElement each : expected.getAsJsonArray("resources")) {
      JsonObject resource = each.getAsJsonObject();
      if (!resource.has("deposed")) {
        String address = resource.get("address").getAsString();
        assertThat(acceptable(resource))
            .as(address + "\n" + run)
            .contains(verdict(results, address));
      }
    }
    if (expected.has("clean_pass_allowed") && !expected.get("clean_pass_allowed").getAsBoolean()) {
      assertThat(run.code()).isNotZero();
    }
    assertThat(run.code()).as(run.toString()).isEqualTo(code(expected, results));
  }

  @Test
  void whatIsNoUsablePlanIsRejectedInOneClearLine() throws IOException {
    JsonObject files =
        json(Files.readString(FOLDER.resolve("bad/expected.json"))).getAsJsonObject("files");
    for (String name : files.keySet()) {
      Cli.Run run = check(FOLDER.resolve("bad").resolve(name));
      if (files.getAsJsonObject(name).get("expect").getAsString().equals("refuse")) {
        assertThat(run.code()).as(name).isEqualTo(2);
        assertThat(run.err()).as(name).doesNotContain("Exception").isNotBlank();
      } else {
        assertThat(run.code()).as(name).isEqualTo(1);
      }
    }
  }

  private static int code(JsonObject expected, List<JsonObject> results) {
    if (expected.has("clean_pass_allowed") && !expected.get("clean_pass_allowed").getAsBoolean()) {
      return 2;
    }
    return results.stream().anyMatch(each -> each.get("result").getAsString().equals("FAIL"))
        ? 1
        : 0;
  }

  private static List<String> acceptable(JsonObject resource) {
    List<String> verdicts = new ArrayList<>();
    verdicts.add(resource.get("verdict").getAsString());
    if (resource.has("also_acceptable")) {
      resource.getAsJsonArray("also_acceptable").forEach(each -> verdicts.add(each.getAsString()));
    }
    if (verdicts.contains("IGNORED")) {
      verdicts.add("NOTHING");
    }
    return verdicts;
  }

  private static String verdict(List<JsonObject> results, String address) {
    for (JsonObject result : results) {
      if (isOf(result, address)) {
        return result.get("result").getAsString();
      }
    }
    return "NOTHING";
  }

  /** The files name a manifest by kind, namespace and name, and a body by the environment. */
  private static boolean isOf(JsonObject result, String address) {
    if (result.has("address")) {
      String found = result.get("address").getAsString();
      return found.equals(address)
          || (address.startsWith("ComposerEnvironment/")
              && found.endsWith(
                  "/ComposerEnvironment/" + address.substring(address.lastIndexOf('/') + 1)));
    }
    return result.get("environment").isJsonNull()
        || result.get("environment").getAsString().equals(address);
  }

  private static Cli.Run check(Path file) {
    return Cli.run(
        "check", file.toString(), "--policy=ip-masquerade-agent-enabled", "--format=json");
  }

  private static Path document(Path folder) {
    return DOCUMENTS.stream().map(folder::resolve).filter(Files::exists).findFirst().orElseThrow();
  }

  private static List<JsonObject> results(Cli.Run run) {
    return json(run.out()).getAsJsonArray("results").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
