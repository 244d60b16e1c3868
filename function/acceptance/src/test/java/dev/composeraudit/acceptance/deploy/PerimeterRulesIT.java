package dev.composeraudit.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.cloud.RecordingCloud;
import dev.composeraudit.acceptance.cloud.ScriptRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules that {@code scripts/deploy --vpc-sc} prints, as the real gcloud reads them. */
final class PerimeterRulesIT {
  private static final Pattern RULES =
      Pattern.compile("# (\\w+)-(\\w+)\\.yaml.*\n((?:[- ] .*\n)+)");
  private static final String RUNTIME =
      "[\"serviceAccount:composer-audit@demo-project.iam.gserviceaccount.com\","
          + "\"serviceAccount:composer-audit-clusters@demo-project.iam.gserviceaccount.com\"]";

  @TempDir Path folder;

  @Test
  void gcloudTakesEachFileAsItIsPrinted() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    try (RecordingCloud cloud = RecordingCloud.open("demo-project")) {
      // What gcloud has read of a file it sends; that is enough.
      cloud.deny(call -> true);
      Map<String, String> environment = cloud.environment(folder.resolve("gcloud"));
      ScriptRun run =
          ScriptRun.of(
              "deploy",
              environment,
              ScriptRun.with(
                  DeployIT.SCOPE, "--sweep-schedule=17 3 * * *", "--vpc-sc", "--dry-run"));
      assertThat(run.exit()).as(run.errors()).isZero();

      Map<String, JsonObject> rules = new HashMap<>();
      Matcher printed = RULES.matcher(run.output());
      while (printed.find()) {
        String name = printed.group(1) + "-" + printed.group(2);
        Path file = Files.writeString(folder.resolve(name), printed.group(3));
        cloud.forget();
        set(printed.group(1), file, environment);
        rules.put(name, onlyRule(cloud, printed.group(1)));
      }
      assertThat(rules).containsOnlyKeys("ingress-audited", "ingress-audit", "egress-audit");
      JsonObject in = part(rules, "ingress-audited", "ingressFrom");
      assertThat(in.get("identities")).hasToString(RUNTIME);
      JsonObject out = part(rules, "egress-audit", "egressFrom");
      assertThat(out.get("identities")).hasToString(RUNTIME);
      assertThat(part(rules, "egress-audit", "egressTo"))
          .as("what is let out of one perimeter is what is let into another")
          .isEqualTo(part(rules, "ingress-audited", "ingressTo"));
      assertThat(services(part(rules, "egress-audit", "egressTo")))
          .contains("composer.", "container.", "compute.", "cloudasset.");
      assertThat(services(part(rules, "ingress-audit", "ingressTo"))).contains("pubsub.");
    }
  }

  private static void set(String direction, Path file, Map<String, String> environment)
      throws Exception {
    String command =
        "gcloud access-context-manager perimeters update data --policy=123 --set-%s-policies='%s'"
            .formatted(direction, file);
    ScriptRun run = ScriptRun.of(List.of("bash", "-c", command), environment);
    assertThat(run.errors()).contains("denied by the test");
  }

  private static JsonObject onlyRule(RecordingCloud cloud, String direction) {
    assertThat(cloud.mutations()).hasSize(1);
    JsonArray all =
        cloud
            .mutations()
            .get(0)
            .body()
            .getAsJsonObject("status")
            .getAsJsonArray(direction + "Policies");
    assertThat(all).hasSize(1);
    return all.get(0).getAsJsonObject();
  }

  private static JsonObject part(Map<String, JsonObject> rules, String name, String part) {
    return rules.getOrDefault(name, new JsonObject()).getAsJsonObject(part);
  }

  private static String services(JsonObject part) {
    return JsonParser.parseString(part.get("operations").toString()).toString();
  }
}
