package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests for Config Connector, which spells some fields in another way. */
final class ManifestInputsTest {

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

    assertThat(outcome(manifest)).isEqualTo("ERROR");
    assertThat(Cli.checkAgent(manifest).out()).contains("did you mean enableIPMasqAgent?");
    assertThat(outcome(manifest.replace("enableIp", "enableIP"))).isEqualTo("PASS");
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

    assertThat(outcome(manifest)).isEqualTo(verdict);
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

    assertThat(outcome(list)).isEqualTo("FAIL");
  }

  private static String outcome(String document) {
    return Cli.checkAgent(document).outcomes().get(0);
  }
}
