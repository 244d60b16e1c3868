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

  private static final String OF_PROD =
      """
      apiVersion: composer-audit/v1
      kind: PolicyBinding
      metadata: {name: prod}
      spec: {policyName: ip-masquerade-agent-enabled, matchLabels: {env: prod}}
      """;

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

  /** Judged under one of the two names, it would be taken for another environment. */
  @ParameterizedTest
  @CsvSource({
    "projects/acme-data/locations/europe-west1/environments/dwh, 2",
    "projects/other-data/locations/europe-west1/environments/etl, 2",
    "projects/123456789/locations/europe-west1/environments/etl, 0",
    "'', 0"
  })
  void anAssetHasTheNameThatItsDataHas(String name, int code) {
    String asset =
        """
        {"name":"//composer.googleapis.com/%s","assetType":"composer.googleapis.com/Environment",
         "resource":{"data":{"name":"%s","config":{%s,"nodeConfig":{"enableIpMasqAgent":true}}}}}
        """;

    Cli.Run run = checkText(asset.formatted(NAME, name, IMAGE));

    assertThat(run.code()).isEqualTo(code);
    assertThat(verdicts(run)).hasSize(code == 0 ? 1 : 0);
    assertThat(run.err().contains("the asset is named")).isEqualTo(code == 2);
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
            judged(
                    environment.formatted(
                        "\"uuid\":\"u\",\"createTime\":\"2026-11-23T10:00:00Z\",", IMAGE),
                    "egress-is-observable")
                .get("result"))
        .hasToString("\"SKIP\"");
  }

  /** gcloud leaves out what --format does not name, and Composer what is empty. */
  @Test
  void labelsThatASelectionOfFieldsLeavesOutAreUnknown(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("bindings.yaml"), OF_PROD);
    String rest = "\"config\":{%s%s,\"nodeConfig\":{\"enableIpMasqAgent\":false}}}";
    String cluster = "\"gkeCluster\":\"projects/p/locations/l/clusters/c\",";
    String whole = "\"uuid\":\"u\",\"createTime\":\"2026-11-23T10:00:00Z\",";
    String prod = "\"labels\":{\"env\":\"prod\"},";

    assertThat(bound(folder, "{\"state\":\"RUNNING\"," + rest.formatted("", IMAGE)))
        .isEqualTo("PENDING");
    assertThat(bound(folder, "{\"uuid\":\"u\"," + rest.formatted(cluster, IMAGE)))
        .isEqualTo("PENDING");
    assertThat(bound(folder, "{" + rest.formatted(cluster, IMAGE))).isEqualTo("PENDING");
    String snake = rest.formatted(cluster.replace("gkeCluster", "gke_cluster"), IMAGE);
    assertThat(bound(folder, "{" + snake)).isEqualTo("PENDING");
    assertThat(
            bound(folder, "{\"create_time\":\"2026-11-23T10:00:00Z\"," + rest.formatted("", IMAGE)))
        .isEqualTo("PENDING");
    assertThat(bound(folder, "{\"state\":\"RUNNING\"," + prod + rest.formatted("", IMAGE)))
        .isEqualTo("FAIL");
    assertThat(bound(folder, "{" + whole + rest.formatted(cluster, IMAGE))).isEqualTo("SKIP");
    assertThat(bound(folder, "{" + rest.formatted("", IMAGE))).isEqualTo("SKIP");
  }

  /** Newer versions of Config Connector take them where spec.labels is absent. */
  @Test
  void labelsOfAManifestsMetadataMayBeTheEnvironments(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("bindings.yaml"), OF_PROD);
    String manifest =
        """
        {"apiVersion":"composer.cnrm.cloud.google.com/v1beta1","kind":"ComposerEnvironment",
        "metadata":{"name":"e"%s},"spec":{"projectRef":{"external":"acme-data"},%s
        "location":"europe-west1","config":{%s}}}
        """;
    String label = "\"labels\":{\"env\":\"prod\"}";

    assertThat(bound(folder, manifest.formatted("," + label, "", IMAGE))).isEqualTo("PENDING");
    assertThat(bound(folder, manifest.formatted("", label + ",", IMAGE))).isEqualTo("FAIL");
    assertThat(bound(folder, manifest.formatted("", "", IMAGE))).isEqualTo("SKIP");
  }

  private static String bound(Path bindings, String document) {
    String named = document.replaceFirst("^\\{(?=\"(?!api))", "{\"name\":\"" + NAME + "\",");
    Cli.Run run =
        Cli.runWith(
            named,
            "check",
            "-",
            "--format=json",
            "--policy=ip-masquerade-agent-enabled",
            "--bindings=" + bindings);
    return verdicts(run).values().iterator().next();
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
