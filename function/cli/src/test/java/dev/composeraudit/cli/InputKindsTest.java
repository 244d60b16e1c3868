package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InputKindsTest {
  private static final Path FOLDER = Path.of("src/test/resources/inputs");
  private static final String NAME = "projects/acme-data/locations/europe-west1/environments/etl";
  private static final String IMAGE =
      "\"softwareConfig\":{\"imageVersion\":\"composer-2.13.7-airflow-2.10.5\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcloud-list.json",
        "gcloud-list.yaml",
        "rest-list.json",
        "asset-list.json",
        "asset-export.jsonl",
        "asset-search-full.json"
      })
  void theSameEnvironmentsAreJudgedAlikeInEveryForm(String file) {
    Cli.Run run = check(FOLDER.resolve(file).toString());

    assertThat(verdicts(run))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "agent-absent", "FAIL",
                "agent-on", "PASS",
                "agent-on-private", "PASS",
                "agent-on-vms-exempt", "PASS",
                "composer-3", "SKIP"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void standardInputMayHoldSeveralDocumentsOneAfterAnother() throws IOException {
    String one = Files.readString(FOLDER.resolve("projection.json"));
    String list = Files.readString(FOLDER.resolve("gcloud-list.json"));

    assertThat(verdicts(checkText(list + "\n" + one.replace("agent-on", "second"))))
        .hasSize(6)
        .containsEntry("second", "PENDING");
  }

  @Test
  void aSearchThatHoldsNoDataIsNoPassAndNotComplete() {
    Cli.Run run = check(FOLDER.resolve("asset-search.json").toString());

    assertThat(verdicts(run).values()).containsOnly("PENDING");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).containsOnlyOnce("--content-type=resource");
  }

  @Test
  void aProjectionOfGcloudsDoesNotHoldWhatDecides() {
    Cli.Run run = check(FOLDER.resolve("projection.json").toString());

    assertThat(verdicts(run)).containsEntry("agent-on", "PENDING");
    assertThat(run.out()).contains("has only a part of the environment");
  }

  /** Of an environment in state ERROR, no cluster is judged only if the document is whole. */
  @Test
  void aProjectionWithAStateDoesNotShowThatThereIsNoCluster() {
    String environment =
        "{\"state\":\"ERROR\",%s\"config\":{%s,\"nodeConfig\":{\"enableIpMasqAgent\":true}}}";

    assertThat(judged(environment.formatted("", IMAGE), "egress-is-observable").get("result"))
        .hasToString("\"PENDING\"");
    assertThat(
            judged(environment.formatted("\"uuid\":\"u\",", IMAGE), "egress-is-observable")
                .get("result"))
        .hasToString("\"SKIP\"");
  }

  @Test
  void anImageVersionThatNamesNoGenerationIsPending() {
    Cli.Run run = check(FOLDER.resolve("composer-latest-airflow-2.10.yaml").toString());

    assertThat(verdicts(run)).containsEntry("e", "PENDING");
    assertThat(run.out()).contains("composer-latest-airflow-2.10").contains("is an alias");
  }

  @Test
  void anAbsentFlagInANodeConfigIsFalse() {
    assertThat(verdict("{\"config\":{" + IMAGE + ",\"nodeConfig\":{}}}")).isEqualTo("FAIL");
    assertThat(verdict(createRequest("{\"config\":{" + IMAGE + "}}"))).isEqualTo("FAIL");
    assertThat(verdict("{\"config\":{" + IMAGE + "}}")).isEqualTo("PENDING");
  }

  @Test
  void aCreateRequestIsNamedByItsParent() {
    Cli.Run run =
        checkText(
            createRequest(
                "{\"config\":{" + IMAGE + ",\"nodeConfig\":{\"enableIpMasqAgent\":true}}}"));

    assertThat(verdicts(run)).containsEntry("etl", "PASS");
  }

  @Test
  void anUpdateDoesNotSayWhatTheEnvironmentHas() {
    String update =
        "{\"name\":\""
            + NAME
            + "\",\"updateMask\":\"config.nodeConfig\",\"environment\":{\"config\":{"
            + IMAGE
            + ",\"nodeConfig\":{\"enableIpMasqAgent\":true}}}}";

    assertThat(verdicts(checkText(update))).containsEntry("etl", "PENDING");
  }

  @ParameterizedTest
  @ValueSource(strings = {"enableIPMasqAgent", "enable_ip_masq_agents", "enableIpMasqAgnet"})
  void aMisspeltFieldIsNotSilentlyFalse(String key) {
    String environment =
        "{\"name\":\""
            + NAME
            + "\",\"state\":\"RUNNING\",\"config\":{"
            + IMAGE
            + ",\"nodeConfig\":{\""
            + key
            + "\":true}}}";
    String subject =
        "{\"apiVersion\":\"composer-audit/v1\",\"kind\":\"Subject\",\"environment\":"
            + environment
            + "}";

    for (String text : new String[] {environment, subject}) {
      Cli.Run run = checkText(text);
      assertThat(verdict(text)).isEqualTo("ERROR");
      assertThat(run.out()).contains("did you mean enableIpMasqAgent?");
      assertThat(run.code()).isEqualTo(2);
    }
  }

  @Test
  void aManifestWithRestsSpellingIsNotPassed() {
    String manifest =
        """
        apiVersion: composer.cnrm.cloud.google.com/v1beta1
        kind: ComposerEnvironment
        metadata: {name: etl}
        spec:
          location: europe-west1
          projectRef: {external: acme-data}
          config:
            softwareConfig: {imageVersion: composer-2.13.7-airflow-2.10.5}
            nodeConfig: {enableIpMasqAgent: true}
        """;

    assertThat(verdict(manifest)).isEqualTo("ERROR");
    assertThat(checkText(manifest).out()).contains("did you mean enableIPMasqAgent?");
    assertThat(verdict(manifest.replace("enableIp", "enableIP"))).isEqualTo("PASS");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nodeConfig: {enableIPMasqAgent: 'true'} | ERROR",
        "nodeConfig: {enableIPMasqAgent: yes} | ERROR",
        "nodeConfig: {enableIPMasqAgent: '${AGENT}'} | ERROR",
        "nodeConfig: {enableIPMasqAgent: null} | FAIL",
        "nodeConfig: null | FAIL",
        "nodeConfig: [{enableIPMasqAgent: true}] | ERROR",
        "nodeConfig: 'on' | ERROR",
        "nodeConfig: {} | FAIL",
        "nodeconfig: {enableIPMasqAgent: true} | ERROR"
      })
  void aManifestsFlagIsTrueOrFalseOrAbsent(String nodeConfig, String verdict) {
    String manifest =
        """
        apiVersion: composer.cnrm.cloud.google.com/v1beta1
        kind: ComposerEnvironment
        metadata: {name: etl}
        spec:
          location: europe-west1
          projectRef: {external: acme-data}
          config:
            softwareConfig: {imageVersion: composer-2.13.7-airflow-2.10.5}
            %s
        """
            .formatted(nodeConfig);

    assertThat(verdict(manifest)).isEqualTo(verdict);
  }

  @Test
  void theItemsOfAListNeedNotRepeatItsKind() {
    String list =
        """
        apiVersion: composer.cnrm.cloud.google.com/v1beta1
        kind: ComposerEnvironmentList
        items:
        - metadata: {name: etl}
          spec:
            location: europe-west1
            projectRef: {external: acme-data}
            config:
              softwareConfig: {imageVersion: composer-2.13.7-airflow-2.10.5}
              nodeConfig: {enableIPMasqAgent: false}
        """;

    assertThat(verdict(list)).isEqualTo("FAIL");
  }

  @Test
  void anEnumThatIsNewerThanOurProtosIsNotTakenForNone() throws IOException {
    String subject = Files.readString(FOLDER.resolve("datapath-new.yaml"));

    JsonObject autopilot = judged(subject, "cluster-supports-masquerading");
    assertThat(autopilot.get("result").getAsString()).isEqualTo("ERROR");
    assertThat(autopilot.toString()).contains("networkConfig.datapathProvider has a value that");

    String standard =
        subject
            .replaceFirst("composer-2\\S*", "composer-1.20.12-airflow-2.4.3")
            .replaceFirst("autopilot:\n *enabled: true", "autopilot: {enabled: false}")
            .replaceFirst("(?s)egressNatPolicies:.*", "");
    assertThat(standard).isNotEqualTo(subject);
    assertThat(judged(standard, "egress-is-observable").get("result").getAsString())
        .isEqualTo("ERROR");
  }

  private static JsonObject judged(String subject, String policy) {
    return result(Cli.runWith(subject, "check", "-", "--policy=" + policy, "--format=json"));
  }

  @Test
  void enumsMayBeNumbers() {
    assertThat(
            verdict(
                "{\"state\":2,\"config\":{"
                    + IMAGE
                    + ",\"nodeConfig\":{\"enableIpMasqAgent\":true}}}"))
        .isEqualTo("PASS");
  }

  @Test
  void anImpossibleNameIsRecognizedByItsCause() {
    Cli.Run run =
        checkText("{\"name\":\"projects/p/locations/europe-west1/environments/e\",\"config\":{}}");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("project id \"p\" is too short: a project id has 6 to 30 characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"compute#subnetwork\",\"ipCidrRange\":\"10.0.0.0/20\"}|--subnetworks",
        "{\"name\":\"c\",\"nodePools\":[],\"currentMasterVersion\":\"1.33\"}|--cluster",
        "{\"apiVersion\":\"networking.gke.io/v1\",\"kind\":\"EgressNATPolicy\"}|--egress-policies",
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"ip-masq-agent\"}}|--agent-config",
        "{\"apiVersion\":\"apps/v1\",\"kind\":\"DaemonSet\",\"metadata\":{\"name\":\"ip-masq-agent\"}}|--agent-config",
        "{\"version\":4,\"serial\":1,\"lineage\":\"x\",\"resources\":[]}|terraform show -json",
        "{\"resource\":{\"google_composer_environment\":{}}}|terraform show -json",
        "NAME  LOCATION  STATE  CREATE_TIME\\netl  x  RUNNING  y|--format=json",
        "just some text|only a value",
        "True|only a value",
        "42|only a value",
        "etl\tTrue|a row of a table of gcloud",
        "<Environment\n config: <EnvironmentConfig\n|--format=object or config",
        "name = x\n[config]\ngkeCluster = c\n|--format=object or config",
        "WARNING: Composer 1 is deprecated.\n{\"name\":\"x\"}|output of gcloud with messages in it",
        "NAMESPACE   NAME   AGE   READY   STATUS AGE\ncc   etl   3d|a table of kubectl",
        "{\"config\":{\"nodeConfig\":{\"enableIpMasqAgent\":[true]}}}|enableIpMasqAgent: must be"
            + " one value",
        "NAME  ENABLE_IP_MASQ_AGENT\netl   True|a table of gcloud",
        "┌──────┐\n│ NAME │\n└──────┘|a table of gcloud",
        "+------+\n| NAME |\n+------+|a table of gcloud",
        "---\nconfig.nodeConfig.enableIpMasqAgent: True\nname: projects/p|--format=flattened",
        "{\"version\":3,\"serial\":1,\"lineage\":\"x\",\"modules\":[]}|a Terraform state file",
        "{\"//\":{},\"resource\":{\"google_composer_environment\":{}}}|Terraform configuration",
        "{\"env\":{\"sensitive\":false,\"type\":\"string\",\"value\":\"x\"}}|output of Terraform"
            + " that is not a plan",
        "{\"format_version\":\"1.0\",\"valid\":true,\"diagnostics\":[]}|output of Terraform that is"
            + " not a plan",
        "{\"config\":{\"gcp:project\":\"x\"},\"steps\":[],\"changeSummary\":{}}|Pulumi",
        "{\"version\":3,\"deployment\":{\"resources\":[]}}|Pulumi",
        "{\"config\":{\"gcp:project\":\"x\"}}|not a document that can be judged",
        "10:00:00 INFO Downloading\n{\"format_version\":\"1.2\"}|a Terraform plan after other text",
        "[envs/a] {\"format_version\":\"1.2\"}|a Terraform plan after other text",
        "{{- if .Values.composer }}\nkind: ComposerEnvironment\n{{- end }}|a Helm template",
        "kind: ComposerEnvironment\nspec: {{ .Values.spec }}|a Helm template",
        "{\"x\":1}|not a document that can be judged",
        "resource \"google_composer_environment\" \"x\" {}|this is Terraform configuration",
        "region = \"europe-west1\"\n|values of Terraform variables",
        "\n<!DOCTYPE html>\n<html>|this is an HTML page",
        "<?xml version=\"1.0\"?>|this is XML",
        "name,location,state\netl,x,RUNNING\n|a table with separators (CSV)",
        "etl\tRUNNING\nml\tRUNNING\n|a table with separators (CSV)",
        "projects/p/locations/l/environments/e\n|a list of names",
        "ERROR: (gcloud.composer.environments.describe) NOT_FOUND: No|an error message of gcloud",
        "error: the server doesn't have a resource type \"x\"|an error message of kubectl",
        "Error from server (Forbidden): x is forbidden: User|an error message of kubectl",
        "╷\n│ Error: No configuration files\n|an error message of Terraform",
        "Listed 0 items.|there is nothing to list",
        "HTTP/2 200 \ncontent-type: application/json\n\n{}|without -i",
        "```json\n{}\n```|this is Markdown",
        "// comment\n{}|leave comments out",
        "#!/bin/bash\n|this is a program",
        "{}|an empty object",
        "null|holds no document",
        "|holds no document",
        "[]|holds no Composer environment",
        "\"{\\\"name\\\":1}\"|encoded twice",
        "\"just a string\"|only a value",
        "{\"name\": \"x\", \"config\": {\"a|the text ends too early",
        "{\"config\": {},}|no comma before }",
        "{'config': {}}|double quotes",
        "[core]\nx = 1\n|looks like an ini file",
        "{\"error\":{\"code\":403}}|an error response of an API",
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\"}|an error response of an"
            + " API",
        "{\"apiVersion\":\"composer-audit/v1\",\"kind\":\"Policy\"}|--policies DIR",
        "{\"summary\":{},\"results\":[]}|the output of check",
        "{\"class_uid\":2003}|a finding, and not an environment",
        "{\"kind\":\"compute#firewall\"}|a resource of Google Cloud that is not",
      })
  void whatCannotBeJudgedSaysWhatToDo(String row) {
    int bar = row.lastIndexOf('|');
    String[] parts = {row.substring(0, bar), row.substring(bar + 1)};
    Cli.Run run = checkText(parts[0].replace("\\n", "\n"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(parts[1]);
  }

  @Test
  void whatLooksLikeATextOfAnotherKindIsStillReadWhereItIsADocument() {
    String environment =
        "# exported, by hand; do not edit\n"
            + "name: "
            + NAME
            + "\nconfig:\n  softwareConfig: {imageVersion: composer-2.13.7-airflow-2.10.5}\n"
            + "  nodeConfig: {enableIpMasqAgent: true}\n";

    assertThat(verdict(environment)).isEqualTo("PASS");
    assertThat(verdict("---\n" + environment)).isEqualTo("PASS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-16"})
  void aTextMayBeOfAnyUnicodeEncoding(String encoding, @TempDir Path folder) throws IOException {
    String environment =
        "{\"name\":\""
            + NAME
            + "\",\"config\":{"
            + IMAGE
            + ",\"nodeConfig\":{\"enableIpMasqAgent\":true}}}";
    Path file = folder.resolve("environment.json");
    Files.write(file, environment.getBytes(Charset.forName(encoding)));

    assertThat(verdicts(check(file.toString()))).containsEntry("etl", "PASS");
  }

  @Test
  void aFileThatIsNoTextSaysWhatItIs(@TempDir Path folder) throws IOException {
    Map<String, byte[]> files =
        Map.of(
            "a gzip file", new byte[] {0x1F, (byte) 0x8B, 8, 0},
            "a zip file", new byte[] {'P', 'K', 3, 4, 0},
            "a compressed file", new byte[] {'B', 'Z', 'h', '9'},
            "a binary file", new byte[] {'{', 0, 0, 0, '}', 0, 0, 0},
            "a PDF or an image", new byte[] {'%', 'P', 'D', 'F', '-'},
            "save the file as UTF-8", new byte[] {'n', 'a', (byte) 0xFC});
    for (Map.Entry<String, byte[]> each : files.entrySet()) {
      Path file = folder.resolve("file");
      Files.write(file, each.getValue());
      assertThat(check(file.toString()).err()).contains(each.getKey());
    }
  }

  private static String createRequest(String environment) {
    return "{\"parent\":\"projects/acme-data/locations/europe-west1\",\"environmentId\":\"etl\","
        + "\"environment\":"
        + environment
        + "}";
  }

  private static String verdict(String text) {
    return result(checkText(text)).get("result").getAsString();
  }

  private static Cli.Run check(String file) {
    return Cli.run("check", file, "--policy=ip-masquerade-agent-enabled", "--format=json");
  }

  private static Cli.Run checkText(String text) {
    return Cli.runWith(text, "check", "-", "--policy=ip-masquerade-agent-enabled", "--format=json");
  }

  private static JsonObject result(Cli.Run run) {
    return JsonParser.parseString(run.out())
        .getAsJsonObject()
        .getAsJsonArray("results")
        .get(0)
        .getAsJsonObject();
  }

  /** The results by the last part of the environment's name. */
  private static Map<String, String> verdicts(Cli.Run run) {
    Map<String, String> verdicts = new TreeMap<>();
    for (JsonElement each :
        JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("results")) {
      JsonObject result = each.getAsJsonObject();
      String name = result.get("environment").getAsString();
      verdicts.put(name.substring(name.lastIndexOf('/') + 1), result.get("result").getAsString());
    }
    return verdicts;
  }
}
