package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files to compare, and what diff prints of them. */
final class DiffFixture {
  static final String SUBJECT = "../../policies/subjects/composer-2.yaml";
  static final String PLANS = "src/test/resources/terraform-plans/";

  final Path folder;

  DiffFixture(Path folder) {
    this.folder = folder;
  }

  static JsonObject only(Cli.Run run) {
    JsonArray environments = environments(run);
    assertThat(environments).as(run.out() + run.err()).hasSize(1);
    return environments.get(0).getAsJsonObject();
  }

  static JsonArray environments(Cli.Run run) {
    assertThat(run.out()).as(run.err()).isNotEmpty();
    return JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("environments");
  }

  static List<String> ranges(JsonObject environment) {
    List<String> ranges = new ArrayList<>();
    for (JsonElement each : environment.getAsJsonArray("ranges")) {
      ranges.add(
          "%s-%s %s %s"
              .formatted(
                  text(each, "first"),
                  text(each, "last"),
                  text(each, "before"),
                  text(each, "after")));
    }
    return ranges;
  }

  static String text(JsonElement object, String key) {
    return object.getAsJsonObject().get(key).getAsString();
  }

  /** The subject under another name. */
  static String named(String name) throws IOException {
    return Files.readString(Path.of(SUBJECT))
        .replace("environments/example-environment", "environments/" + name);
  }

  String results(String document) throws IOException {
    return write("results.json", Cli.run("check", document, "--format=json").out());
  }

  String policy(String name, String... cidrs) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("apiVersion: networking.gke.io/v1\nkind: EgressNATPolicy\n");
    text.append("metadata:\n  name: " + name + "\nspec:\n  action: NoSNAT\n  destinations:\n");
    for (String cidr : cidrs) {
      text.append("    - cidr: " + cidr + "\n");
    }
    return write(name + ".yaml", text.toString());
  }

  String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  /** Bindings of two destinations, each with a firewall. */
  String bindings() throws IOException {
    Files.createDirectories(folder.resolve("bindings"));
    write(
        "bindings/bindings.yaml",
        """
        apiVersion: composer-audit/v1
        kind: PolicyBinding
        metadata:
          name: production
        spec:
          policyName: destinations-see-an-accepted-source
          parameters:
            destinations:
              - {name: billing, cidr: 10.200.0.0/16, acceptedSources: [10.0.0.0/8]}
              - {name: crm, cidr: 172.20.5.7/32, acceptedSources: [192.168.0.0/16]}
        """);
    return folder.resolve("bindings").toString();
  }
}
