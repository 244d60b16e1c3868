package dev.composeraudit.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.orchestration.airflow.service.v1.IPAllocationPolicy;
import com.google.cloud.orchestration.airflow.service.v1.IPAllocationPolicy.ClusterIpAllocationCase;
import com.google.cloud.orchestration.airflow.service.v1.IPAllocationPolicy.ServicesIpAllocationCase;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.document.MalformedDocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"nodeConfig": {"enableIpMasqAgent": "yes"}} | config.nodeConfig.enableIpMasqAgent: must be true or false, is "yes"
          {"nodeConfig": {"enableIpMasqAgent": "True"}}| config.nodeConfig.enableIpMasqAgent: must be true or false, is "True"
          {"nodeConfig": {"enableIpMasqAgent": 1}}     | config.nodeConfig.enableIpMasqAgent: must be true or false, is "1"
          {"nodeConfig": {"enableIpMasqAgent": {}}}    | config.nodeConfig.enableIpMasqAgent: must be true or false, is "{}"
          {"nodeConfig": "on"}                         | config.nodeConfig: must be an object, is "on"
          "x"                                          | config: must be an object, is "x"
          """)
  void aValueOfAnotherTypeIsNamedWithItsField(String config, String message) {
    JsonObject environment =
        JsonParser.parseString("{\"config\": " + config + "}").getAsJsonObject();

    assertThatThrownBy(() -> ResourceReader.environment(environment))
        .isInstanceOf(MalformedDocumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "\"true\""})
  void aFlagMayBeWrittenAsText(String flag) throws MalformedDocumentException {
    JsonObject environment =
        JsonParser.parseString(
                "{\"createTime\": \"2026-11-23T10:00:00Z\", \"config\": {\"nodeConfig\":"
                    + " {\"enableIpMasqAgent\": %s}}}".formatted(flag))
            .getAsJsonObject();

    assertThat(
            ResourceReader.environment(environment)
                .getConfig()
                .getNodeConfig()
                .getEnableIpMasqAgent())
        .isTrue();
  }

  /** Reported: an answer of Composer that tells a range in both ways, or one way as "". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "clusterSecondaryRangeName": "pods", "clusterIpv4CidrBlock": "10.4.0.0/14"
          "clusterIpv4CidrBlock": "10.4.0.0/14", "clusterSecondaryRangeName": "pods"
          "clusterSecondaryRangeName": "pods", "clusterIpv4CidrBlock": ""
          "clusterIpv4CidrBlock": null, "clusterSecondaryRangeName": "pods"
          "cluster_secondary_range_name": "pods", "cluster_ipv4_cidr_block": "10.4.0.0/14"
          "cluster_ipv4_cidr_block": "", "clusterSecondaryRangeName": "pods"
          """)
  void aPodRangeThatIsReportedInBothWaysIsReadByItsName(String members)
      throws MalformedDocumentException {
    assertThat(policy(members).getClusterSecondaryRangeName()).isEqualTo("pods");
  }

  @Test
  void aNameThatIsBlankLeavesTheAddresses() throws MalformedDocumentException {
    IPAllocationPolicy policy =
        policy(
            """
            "clusterSecondaryRangeName": "", "clusterIpv4CidrBlock": "10.4.0.0/14",
            "servicesSecondaryRangeName": "", "servicesIpv4CidrBlock": "10.8.0.0/20"
            """);

    assertThat(policy.getClusterIpv4CidrBlock()).isEqualTo("10.4.0.0/14");
    assertThat(policy.getServicesIpv4CidrBlock()).isEqualTo("10.8.0.0/20");
  }

  @Test
  void aServiceRangeThatIsReportedInBothWaysIsReadByItsName() throws MalformedDocumentException {
    assertThat(
            policy("\"servicesIpv4CidrBlock\": \"/20\", \"servicesSecondaryRangeName\": \"svc\"")
                .getServicesSecondaryRangeName())
        .isEqualTo("svc");
  }

  @Test
  void rangesThatAreBlankInBothWaysAreNotSet() throws MalformedDocumentException {
    IPAllocationPolicy policy =
        policy(
            """
            "clusterSecondaryRangeName": "", "clusterIpv4CidrBlock": "",
            "servicesIpv4CidrBlock": ""
            """);

    assertThat(policy.getClusterIpAllocationCase())
        .isEqualTo(ClusterIpAllocationCase.CLUSTERIPALLOCATION_NOT_SET);
    assertThat(policy.getServicesIpAllocationCase())
        .isEqualTo(ServicesIpAllocationCase.SERVICESIPALLOCATION_NOT_SET);
  }

  @Test
  void theDocumentThatIsReadStaysAsItIs() throws MalformedDocumentException {
    JsonObject document = document("\"clusterSecondaryRangeName\": \"\"");
    String before = document.toString();

    ResourceReader.environment(document);

    assertThat(document).hasToString(before);
  }

  /** Protobuf's parser takes the second value where the first is a default. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{config: {nodeConfig: {enableIpMasqAgent: false, enable_ip_masq_agent: true}}}",
        "{config: {nodeConfig: {enable_ip_masq_agent: true, enableIpMasqAgent: false}}}",
        "{config: {node_config: {enableIpMasqAgent: true}, nodeConfig: {}}}"
      })
  void aFieldThatIsGivenByBothNamesIsRefused(String environment) {
    assertThatThrownBy(
            () -> ResourceReader.environment(JsonParser.parseString(environment).getAsJsonObject()))
        .isInstanceOf(MalformedDocumentException.class)
        .hasMessageContaining("; write it once");
  }

  private static IPAllocationPolicy policy(String members) throws MalformedDocumentException {
    return ResourceReader.environment(document(members))
        .getConfig()
        .getNodeConfig()
        .getIpAllocationPolicy();
  }

  private static JsonObject document(String members) {
    return JsonParser.parseString(
            """
            {"name": "projects/p-1/locations/l/environments/e", "config": {"nodeConfig":
              {"enableIpMasqAgent": true, "ipAllocationPolicy": {"useIpAliases": true, %s}}}}
            """
                .formatted(members))
        .getAsJsonObject();
  }
}
