package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for Terraform states that no document of {@code terraform-plans} shows. */
final class StateRulesTest {
  private static String resource(String address, boolean agent) {
    return """
    {%s"mode":"managed","type":"google_composer_environment","name":"e","values":
     {"name":"e","project":"acme-data","region":"europe-west1","config":[
      {"node_config":[{"enable_ip_masq_agent":%b}],
       "software_config":[{"image_version":"composer-2.13.7-airflow-2.10.5"}]}]}}\
    """
        .formatted(address, agent);
  }

  /** States put together, or made shorter by hand: none of their environments is passed over. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"deposed_key\":null,",
        "\"deposed_key\":\"\",",
        "\"address\":\"google_composer_environment.e\","
      })
  void eachEnvironmentOfAStateIsJudged(String address) {
    String resources = resource(address, true) + "," + resource(address, false);

    for (String form :
        new String[] {
          "{\"format_version\":\"1.0\",\"values\":{\"root_module\":{\"resources\":[%s]}}}",
          "{\"format_version\":\"1.2\",\"planned_values\":{\"root_module\":{\"resources\":[%s]}}}",
          "{\"format_version\":\"1.2\",\"resource_changes\":[],"
              + "\"prior_state\":{\"values\":{\"root_module\":{\"resources\":[%s]}}}}"
        }) {
      Cli.Run run =
          Cli.runWith(
              form.formatted(resources), "check", "-", "--policy=ip-masquerade-agent-enabled");

      assertThat(run.out()).contains("2 results: 1 FAIL, 1 PASS");
      assertThat(run.code()).isEqualTo(1);
    }
  }
}
