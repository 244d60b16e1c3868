package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for plans that no document of {@code terraform-plans} shows. */
final class PlanRulesTest {
  private static final Path FOLDER = Path.of("src/test/resources/terraform-plans");
  private static final String COMPOSER_2 = "\"composer-2.13.7-airflow-2.10.5\"";

  /** A plan with one change of the resource {@code e}. */
  private static String plan(String change, String expressions, String more) {
    return """
    {"format_version":"1.2","resource_changes":[{"address":"google_composer_environment.e",
    "mode":"managed","type":"google_composer_environment","name":"e","change":%s}],
    "configuration":{"root_module":{"resources":[{"address":"google_composer_environment.e",
    "mode":"managed","type":"google_composer_environment","name":"e","expressions":%s}]}}%s}
    """
        .formatted(change, expressions, more);
  }

  private static String created(String nodeConfig, String nodeUnknown) {
    return """
    {"actions":["create"],"after":{"name":"e","project":"acme-data","region":"europe-west1",
    "config":[{"software_config":[{"image_version":%s}]%s}]},
    "after_unknown":{"config":[{"node_config":%s}]}}
    """
        .formatted(COMPOSER_2, nodeConfig, nodeUnknown);
  }

  @Test
  void withoutANodeConfigTheFlagIsFalse() {
    assertThat(verdict(plan(created("", "true"), "{\"config\":[{}]}", ""))).isEqualTo("FAIL");
  }

  @Test
  void aDynamicBlockThatMayDependOnUnknownsIsPending() {
    String attributes =
        ",\"relevant_attributes\":[{\"resource\":\"google_compute_subnetwork.s\","
            + "\"attribute\":[\"id\"]}]";
    String plan = plan(created("", "true"), "{\"config\":[{}]}", attributes);
    String subnetwork =
        "{\"address\":\"google_compute_subnetwork.s\",\"type\":\"google_compute_subnetwork\","
            + "\"change\":{\"actions\":[\"create\"],\"after\":{},\"after_unknown\":{\"id\":true}}}";

    String with =
        plan.replace("\"resource_changes\":[", "\"resource_changes\":[" + subnetwork + ",");

    assertThat(verdict(plan)).isEqualTo("FAIL");
    assertThat(verdict(with)).isEqualTo("PENDING");
    // Terraform names the whole resource where its instance is chosen by a variable.
    assertThat(verdict(with.replace("\"attribute\":[\"id\"]", "\"attribute\":[]")))
        .isEqualTo("PENDING");
  }

  /** So Terraform shows the call of a function whose value it does not know before the apply. */
  @Test
  void anExpressionWithoutAValueAndWithoutAReferenceIsPending() {
    String unknown = created(",\"node_config\":[{}]", "[{\"enable_ip_masq_agent\":true}]");
    String written = "{\"config\":[{\"node_config\":[{\"enable_ip_masq_agent\":%s}]}]}";

    assertThat(verdict(plan(unknown, written.formatted("{}"), ""))).isEqualTo("PENDING");
    assertThat(verdict(plan(unknown, written.formatted("{\"constant_value\":null}"), "")))
        .isEqualTo("FAIL");
  }

  @Test
  void ofSeveralBlocksNoneIsTakenForTheOneThatCounts() {
    String on = "{\"enable_ip_masq_agent\":true}";
    String off = "{\"enable_ip_masq_agent\":false}";
    String written = "{\"config\":[{\"node_config\":[{\"enable_ip_masq_agent\":{}}]}]}";

    for (String blocks : List.of(on + "," + off, off + "," + on, on + "," + on)) {
      String after = created(",\"node_config\":[" + blocks + "]", "[{},{}]");
      assertThat(verdict(plan(after, written, ""))).isEqualTo("PENDING");
    }
  }

  /** As Terraform shows a resource of which nothing is known before the apply. */
  @Test
  void anEnvironmentOfWhichNothingIsKnownIsPending() {
    for (String after :
        List.of(
            "\"after\":null,\"after_unknown\":true",
            "\"after_unknown\":true",
            "\"after\":null,\"after_unknown\":{}")) {
      String plan = plan("{\"actions\":[\"create\"]," + after + "}", "{}", "");

      assertThat(verdict(plan)).as(after).isEqualTo("PENDING");
      assertThat(verdict(plan.replace("resource_changes", "deferred_changes")))
          .isEqualTo("PENDING");
    }
  }

  @Test
  void aPlannedValueWithoutItsChangeIsNotPassedOver() {
    String values =
        """
        ,"prior_state":{"values":{"root_module":{}}},"planned_values":{"root_module":{"resources":[
        {"address":"google_composer_environment.f","mode":"managed","type":"google_composer_environment",
        "values":{"name":"f","config":[{"node_config":[{"enable_ip_masq_agent":false}],
        "software_config":[{"image_version":%s}]}]}}]}}
        """
            .formatted(COMPOSER_2);
    String plan = plan("null", "{}", values);

    assertThat(verdict(plan)).isEqualTo("FAIL");
  }

  @Test
  void anUnknownNamesTheExpressionItRefersTo() {
    Cli.Run run =
        Cli.checkAgent(
            plan(
                created(",\"node_config\":[{}]", "[{\"enable_ip_masq_agent\":true}]"),
                "{\"config\":[{\"node_config\":[{\"enable_ip_masq_agent\":{\"references\":["
                    + "\"data.x.y.z\",\"data.x.y\"]}}]}]}",
                ""));

    assertThat(run.out()).contains("it is data.x.y.z\"").contains("\"PENDING\"");
    assertThat(run.code()).isZero();
  }

  @Test
  void aReferenceThatIsNoTextIsNotNamed() {
    String written =
        "{\"config\":[{\"node_config\":[{\"enable_ip_masq_agent\":{\"references\":[null]}}]}]}";

    assertThat(
            verdict(
                plan(
                    created(",\"node_config\":[{}]", "[{\"enable_ip_masq_agent\":true}]"),
                    written,
                    "")))
        .isEqualTo("PENDING");
  }

  @Test
  void aResourceThatTheConfigurationDoesNotHaveIsPending() {
    String plan =
        plan(created(",\"node_config\":[{}]", "[{\"enable_ip_masq_agent\":true}]"), "{}", "")
            .replace("\"configuration\"", "\"other\"");

    assertThat(verdict(plan)).isEqualTo("PENDING");
  }

  @Test
  void anUnknownNameIsJudgedAllTheSame() {
    String change =
        created(",\"node_config\":[{\"enable_ip_masq_agent\":false}]", "[{}]")
            .replace("\"name\":\"e\",\"project\":\"acme-data\",", "")
            .replace("\"after_unknown\":{", "\"after_unknown\":{\"name\":true,");
    JsonObject result = Cli.checkAgent(plan(change, "{}", "")).results().get(0);

    assertThat(result.get("result").getAsString()).isEqualTo("FAIL");
    assertThat(result.get("environment").isJsonNull()).isTrue();
    assertThat(result.get("address").getAsString()).isEqualTo("google_composer_environment.e");
  }

  @Test
  void aBindingThatAnUnknownNameMayMatchIsNotPassedOver() {
    String change =
        created(",\"node_config\":[{\"enable_ip_masq_agent\":true}]", "[{}]")
            .replace("\"name\":\"e\",\"project\":\"acme-data\",", "");
    Cli.Run run =
        Cli.runWith(
            plan(change, "{}", ""),
            "check",
            "-",
            "--policies=src/test/resources/policies/house",
            "--policy=pod-ranges",
            "--format=json");

    assertThat(run.outcomes().get(0)).isEqualTo("PENDING");
  }

  @Test
  void whatIsForgottenIsNotJudged() {
    String change =
        "{\"actions\":[\"forget\"],\"before\":{},\"after\":{\"config\":[]},\"after_unknown\":{}}";
    Cli.Run run = Cli.checkAgent(plan(change, "{}", ""));

    assertThat(run.results()).isEmpty();
    assertThat(run.err())
        .contains("google_composer_environment.e will no longer be managed by Terraform");
    assertThat(run.code()).isZero();
  }

  /** As a tool leaves it that takes values out of plans. */
  @Test
  void aChangeWithoutWhatComesOfItIsRefused() {
    for (String change :
        List.of(
            "null",
            "{\"actions\":[\"update\"]}",
            "{\"actions\":[\"no-op\"]}",
            "{\"actions\":[\"update\"],\"after\":null}",
            "{\"actions\":[\"no-op\"],\"after\":null}")) {
      Cli.Run run = Cli.checkAgent(plan(change, "{}", ""));

      assertThat(run.code()).as(change).isEqualTo(2);
      assertThat(run.err()).contains("the plan does not have what the environment will be");
    }
  }

  /** As a tool writes it that fills in all members. */
  @Test
  void onlyAKeyMakesAnObjectDeposed() {
    String plan = plan(created("", "true"), "{\"config\":[{}]}", "");
    for (String key : List.of("null", "\"\"")) {
      String deposed = "\"name\":\"e\",\"deposed\":" + key + ",\"change\"";
      assertThat(verdict(plan.replace("\"name\":\"e\",\"change\"", deposed))).isEqualTo("FAIL");
    }
  }

  @Test
  void whatIsPlannedIsJudgedAlsoIfTheSameAddressWasDeletedOutside() {
    String resource =
        "{\"address\":\"google_composer_environment.e\",\"type\":\"google_composer_environment\",%s}";
    String drift =
        resource.formatted("\"change\":{\"actions\":[\"delete\"],\"before\":{},\"after\":null}");
    String planned =
        resource.formatted(
            "\"values\":{\"name\":\"e\",\"config\":[{\"software_config\":[{\"image_version\":%s}],\"node_config\":[{\"enable_ip_masq_agent\":false}]}]}"
                .formatted(COMPOSER_2));

    assertThat(
            verdict(
                "{\"format_version\":\"1.2\",\"resource_drift\":[%s],\"planned_values\":{\"root_module\":{\"resources\":[%s]}}}"
                    .formatted(drift, planned)))
        .isEqualTo("FAIL");
  }

  @Test
  void whatAnUpdateLeavesUnknownIsNotTakenForUnwritten() {
    String change =
        created(",\"node_config\":[{}]", "[{\"enable_ip_masq_agent\":true}]")
            .replace("\"create\"", "\"update\"");
    String before =
        ",\"before\":{\"config\":[{\"node_config\":[{\"enable_ip_masq_agent\":true}]}]}}";
    String known = change.stripTrailing().replaceFirst("}$", before);
    String written = "{\"config\":[{\"node_config\":[{}]}]}";

    assertThat(verdict(plan(known, written, ""))).isEqualTo("PENDING");
    assertThat(
            verdict(plan(known.replace("agent\":true}]}]}}", "agent\":false}]}]}}"), written, "")))
        .isEqualTo("FAIL");
  }

  @Test
  void aDeferredChangeIsJudgedAndThePlanIsPartial() {
    String change = created(",\"node_config\":[{}]", "[{\"enable_ip_masq_agent\":true}]");
    String plan =
        plan(
                change,
                "{\"config\":[{\"node_config\":[{\"enable_ip_masq_agent\":{\"references\":[\"local.x\"]}}]}]}",
                ",\"complete\":false")
            .replace(
                "\"resource_changes\":[{",
                "\"deferred_changes\":[{\"reason\":\"x\",\"resource_change\":{")
            .replace("}],\n\"configuration\"", "}}],\n\"configuration\"");
    Cli.Run run = Cli.checkAgent(plan);

    assertThat(run.results()).hasSize(1);
    assertThat(run.outcomes().get(0)).isEqualTo("PENDING");
    assertThat(run.code()).isEqualTo(2);
  }

  /** What says that a plan is not complete may have another type than Terraform writes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"complete\":\"false\"",
        ",\"complete\":null",
        ",\"errored\":\"true\"",
        ",\"errored\":1"
      })
  void aPlanThatMayNotBeCompleteIsPartial(String more) {
    String change = created(",\"node_config\":[{\"enable_ip_masq_agent\":true}]", "[{}]");

    assertThat(Cli.checkAgent(plan(change, "{}", ",\"complete\":true,\"errored\":false")).code())
        .isZero();
    assertThat(Cli.checkAgent(plan(change, "{}", more)).code()).isEqualTo(2);
  }

  @Test
  void theLineIsThatOfTheModulesSource() {
    List<JsonObject> results = Cli.checkFile(FOLDER.resolve("12-child-module/plan.json")).results();

    for (JsonObject result : results) {
      String address = result.get("address").getAsString();
      String module = address.contains("fixed") ? "fixed" : "environment";
      assertThat(result.get("file").getAsString())
          .endsWith("12-child-module/" + module + "/main.tf");
    }
  }

  @Test
  void withoutTheSourceTheLineIsThePlansOwn() throws IOException {
    String plan = Files.readString(FOLDER.resolve("02-false/plan.json"));
    JsonObject result = Cli.checkAgent(plan).results().get(0);
    List<String> lines = plan.lines().toList();

    assertThat(result.get("file").getAsString()).isEqualTo("-");
    assertThat(lines.get(result.get("line").getAsInt()))
        .contains("\"address\": \"google_composer_environment.off\"");
    assertThat(result.get("line").getAsInt()).isGreaterThan(40);
  }

  @Test
  void whatIsSensitiveIsNotShown() {
    Cli.Run run =
        Cli.run("check", FOLDER.resolve("33-sensitive/plan.json").toString(), "--format=json");

    for (JsonElement each : run.results()) {
      JsonObject result = each.getAsJsonObject();
      if (result.get("address").getAsString().endsWith("secret_name")) {
        assertThat(result.get("environment").isJsonNull()).isTrue();
      }
      assertThat(result.toString()).doesNotContain("gcloud composer environments create");
    }
  }

  @Test
  void aFormatOfTheFutureIsRejected() {
    Cli.Run run = Cli.checkAgent("{\"format_version\":\"2.0\",\"resource_changes\":[]}");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("JSON format 2.0 is not known");
  }

  private static String verdict(String plan) {
    return Cli.checkAgent(plan).outcomes().get(0);
  }
}
