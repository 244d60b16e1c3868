package dev.composeraudit.subject;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import com.google.container.v1.DatapathProvider;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.document.MalformedDocumentException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Enum values that this version's protos do not have are kept, and never read as "not set". */
class UnknownEnumsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      textBlock =
          """
          {"networkConfig": {"datapathProvider": "SOMETHING_NEW"}}                       | networkConfig.datapathProvider
          {"network_config": {"datapath_provider": "SOMETHING_NEW"}}                     | networkConfig.datapathProvider
          {"networkConfig": {"datapathProvider": 99}}                                    | networkConfig.datapathProvider
          {"networkConfig": {"datapathProvider": "99"}}                                  | networkConfig.datapathProvider
          {"loggingConfig": {"componentConfig": {"enableComponents": ["WORKLOADS", "X"]}}} | loggingConfig.componentConfig.enableComponents
          {"conditions": [{"code": "SOMETHING_NEW"}]}                                    | conditions
          {"nodePools": [{"name": "a"}, {"status": "SOMETHING_NEW"}]}                    | nodePools
          """)
  void anUnknownValueOfAClusterIsFoundByItsPath(String json, String path) throws Exception {
    assertThat(UnknownEnums.paths(cluster(json))).containsExactly(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      textBlock =
          """
          {"networkConfig": {"datapathProvider": "ADVANCED_DATAPATH"}}
          {"networkConfig": {"datapathProvider": 2}}
          {"networkConfig": {"datapathProvider": "2"}}
          {"networkConfig": {"datapathProvider": null}}
          {"networkConfig": {"newField": "NEW"}, "newList": [{"code": "X"}]}
          {"resourceLabels": {"status": "SOMETHING"}, "status": "RUNNING"}
          {}
          """)
  void knownValuesAndUnknownFieldsAreNone(String json) throws Exception {
    assertThat(UnknownEnums.paths(cluster(json))).isEmpty();
  }

  @Test
  void aValueByItsNumberIsRead() throws Exception {
    assertThat(
            cluster("{\"networkConfig\": {\"datapathProvider\": 2}}")
                .getNetworkConfig()
                .getDatapathProvider())
        .isEqualTo(DatapathProvider.ADVANCED_DATAPATH);
  }

  @Test
  void anUnknownStateOfAnEnvironmentIsFound() throws Exception {
    Environment environment =
        ResourceReader.environment(
            json(
                "{\"name\": \"n\", \"state\": \"SOMETHING_NEW\", \"labels\": {\"state\": \"X\"}}"));

    assertThat(environment.getState()).isEqualTo(Environment.State.UNRECOGNIZED);
    assertThat(UnknownEnums.paths(environment)).isEqualTo(List.of("state"));
    assertThat(environment.getLabelsMap()).containsEntry("state", "X");
  }

  private static Cluster cluster(String text) throws MalformedDocumentException {
    return ResourceReader.cluster(json(text));
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
