package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
    Cli.Run run = Cli.checkFile(FOLDER.resolve(file));

    assertThat(run.outcomesByEnvironment())
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

    assertThat(
            Cli.checkAgent(list + "\n" + one.replace("agent-on", "second")).outcomesByEnvironment())
        .hasSize(6)
        .containsEntry("second", "PENDING");
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

    Cli.Run run = Cli.checkAgent(asset.formatted(NAME, name, IMAGE));

    assertThat(run.code()).isEqualTo(code);
    assertThat(run.outcomesByEnvironment()).hasSize(code == 0 ? 1 : 0);
    assertThat(run.err().contains("the asset is named")).isEqualTo(code == 2);
  }

  @Test
  void anImageVersionThatNamesNoGenerationIsPending() {
    Cli.Run run = Cli.checkFile(FOLDER.resolve("composer-latest-airflow-2.10.yaml"));

    assertThat(run.outcomesByEnvironment()).containsEntry("e", "PENDING");
    assertThat(run.out()).contains("composer-latest-airflow-2.10").contains("is an alias");
  }

  /** It is in the document, so that nothing else is to be waited for. */
  @ParameterizedTest
  @ValueSource(strings = {"2", "2.13", "true"})
  void anImageVersionThatIsNoTextIsNotTakenForALeftOutOne(String image) {
    String environment =
        "{\"name\":\"%s\",\"config\":{\"softwareConfig\":{\"imageVersion\":%s},\"nodeConfig\":{}}}";

    Cli.Run run = Cli.checkAgent(environment.formatted(NAME, image));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).doesNotContain("not in the document");
  }

  @Test
  void anAbsentFlagInANodeConfigIsFalse() {
    assertThat(outcome("{\"config\":{" + IMAGE + ",\"nodeConfig\":{}}}")).isEqualTo("FAIL");
    assertThat(outcome(createRequest("{\"config\":{" + IMAGE + "}}"))).isEqualTo("FAIL");
    assertThat(outcome("{\"config\":{" + IMAGE + "}}")).isEqualTo("PENDING");
  }

  @Test
  void aCreateRequestIsNamedByItsParent() {
    Cli.Run run =
        Cli.checkAgent(
            createRequest(
                "{\"config\":{" + IMAGE + ",\"nodeConfig\":{\"enableIpMasqAgent\":true}}}"));

    assertThat(run.outcomesByEnvironment()).containsEntry("etl", "PASS");
  }

  @Test
  void anUpdateDoesNotSayWhatTheEnvironmentHas() {
    String update =
        "{\"name\":\""
            + NAME
            + "\",\"updateMask\":\"config.nodeConfig\",\"environment\":{\"config\":{"
            + IMAGE
            + ",\"nodeConfig\":{\"enableIpMasqAgent\":true}}}}";

    assertThat(Cli.checkAgent(update).outcomesByEnvironment()).containsEntry("etl", "PENDING");
  }

  @ParameterizedTest
  @ValueSource(strings = {"enableIPMasqAgent", "EnableIpMasqAgent", "ENABLE_IP_MASQ_AGENT"})
  void aFieldWithAnotherValueInAnotherSpellingIsOpen(String key) {
    String environment =
        "{\"name\":\"%s\",\"config\":{%s,\"nodeConfig\":{\"enableIpMasqAgent\":true,\"%s\":%s}}}";

    assertThat(outcome(environment.formatted(NAME, IMAGE, key, "false"))).isEqualTo("ERROR");
    assertThat(outcome(environment.formatted(NAME, IMAGE, key, "true"))).isEqualTo("PASS");
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
      Cli.Run run = Cli.checkAgent(text);
      assertThat(outcome(text)).isEqualTo("ERROR");
      assertThat(run.out()).contains("did you mean enableIpMasqAgent?");
      assertThat(run.code()).isEqualTo(2);
    }
  }

  @Test
  void anEnumThatIsNewerThanOurProtosIsNotTakenForNone() throws IOException {
    String subject = Files.readString(FOLDER.resolve("datapath-new.yaml"));

    JsonObject autopilot = Cli.check(subject, "cluster-supports-masquerading").results().get(0);
    assertThat(autopilot.get("result").getAsString()).isEqualTo("ERROR");
    assertThat(autopilot.toString()).contains("networkConfig.datapathProvider has a value that");

    String standard =
        subject
            .replaceFirst("composer-2\\S*", "composer-1.20.12-airflow-2.4.3")
            .replaceFirst("autopilot:\n *enabled: true", "autopilot: {enabled: false}")
            .replaceFirst("(?s)egressNatPolicies:.*", "");
    assertThat(standard).isNotEqualTo(subject);
    assertThat(
            Cli.check(standard, "egress-is-observable")
                .results()
                .get(0)
                .get("result")
                .getAsString())
        .isEqualTo("ERROR");
  }

  @Test
  void enumsMayBeNumbers() {
    assertThat(
            outcome(
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

    assertThat(outcome(environment)).isEqualTo("PASS");
    assertThat(outcome("---\n" + environment)).isEqualTo("PASS");
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

    assertThat(Cli.checkFile(file).outcomesByEnvironment()).containsEntry("etl", "PASS");
  }

  private static String createRequest(String environment) {
    return "{\"parent\":\"projects/acme-data/locations/europe-west1\",\"environmentId\":\"etl\","
        + "\"environment\":"
        + environment
        + "}";
  }

  private static String outcome(String document) {
    return Cli.checkAgent(document).outcomes().get(0);
  }
}
