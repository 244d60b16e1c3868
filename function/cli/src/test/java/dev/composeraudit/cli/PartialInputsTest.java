package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that have only a part of an environment: what they leave out is unknown. */
final class PartialInputsTest {
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

  @Test
  void aSearchThatHoldsNoDataIsNoPassAndNotComplete() {
    Cli.Run run = Cli.checkFile(FOLDER.resolve("asset-search.json"));

    assertThat(run.outcomesByEnvironment().values()).containsOnly("PENDING");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).containsOnlyOnce("--content-type=resource");
  }

  @Test
  void aProjectionOfGcloudsDoesNotHoldWhatDecides() {
    Cli.Run run = Cli.checkFile(FOLDER.resolve("projection.json"));

    assertThat(run.outcomesByEnvironment()).containsEntry("agent-on", "PENDING");
    assertThat(run.out()).contains("has only a part of the environment");
  }

  /** Of an environment in state ERROR, no cluster is judged only if the document is whole. */
  @Test
  void aProjectionWithAStateDoesNotShowThatThereIsNoCluster() {
    String environment =
        "{\"state\":\"ERROR\",%s\"config\":{%s,\"nodeConfig\":{\"enableIpMasqAgent\":true}}}";

    assertThat(Cli.check(environment.formatted("", IMAGE), "egress-is-observable").outcomes())
        .containsExactly("PENDING");
    assertThat(
            Cli.check(
                    environment.formatted(
                        "\"uuid\":\"u\",\"createTime\":\"2026-11-23T10:00:00Z\",", IMAGE),
                    "egress-is-observable")
                .outcomes())
        .containsExactly("SKIP");
  }

  /** gcloud leaves out what --format does not name, and Composer what is empty. */
  @Test
  void labelsThatASelectionOfFieldsLeavesOutAreUnknown(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("bindings.yaml"), OF_PROD);
    String rest = "\"config\":{%s%s,\"nodeConfig\":{\"enableIpMasqAgent\":false}}}";
    String cluster = "\"gkeCluster\":\"projects/p/locations/l/clusters/c\",";
    String whole = "\"uuid\":\"u\",\"createTime\":\"2026-11-23T10:00:00Z\",";
    String prod = "\"labels\":{\"env\":\"prod\"},";

    for (String nulls :
        new String[] {
          "\"uuid\":null,\"createTime\":null,",
          whole.replace("\"u\"", "null"),
          whole.replaceFirst("\"2026.*\",", "null,")
        }) {
      assertThat(bound(folder, "{" + nulls + rest.formatted(cluster, IMAGE))).isEqualTo("PENDING");
    }

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
    return run.outcomesByEnvironment().values().iterator().next();
  }
}
