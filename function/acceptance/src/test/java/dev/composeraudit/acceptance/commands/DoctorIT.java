package dev.composeraudit.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.cloud.CloudResources;
import dev.composeraudit.acceptance.cloud.ScriptRun;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.LocalSandbox;
import dev.composeraudit.acceptance.deployment.Scenario;
import dev.composeraudit.acceptance.function.TestEnvironments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged command {@code composer-audit doctor}, over environments that ail of all sorts. */
final class DoctorIT {
  private static final String LIST = "container.thirdPartyObjects.list";
  private static final String GRANT =
      "gcloud projects add-iam-policy-binding demo-project"
          + " --member=serviceAccount:audit@p.iam.gserviceaccount.com --role=";

  private static LocalSandbox sandbox;
  private static TestEnvironments estate;

  @BeforeAll
  static void letThemAil() throws Exception {
    sandbox = LocalSandbox.start(DeploymentOptions.standard().withCreation(Duration.ofMillis(200)));
    estate = new TestEnvironments(sandbox.uri());
    estate.create("well-public");
    estate.create("well-by-dns");
    estate.openDnsEndpoint("well-by-dns");
    estate.create("no-route", privateCluster());
    ail("iam-denied", LIST, "403-iam");
    ail("rbac-denied", LIST, "403-rbac");
    ail("dns-refused", LIST, "403-dns-endpoint");
    ail("api-disabled", "container.clusters.get", "403-service-disabled");
    ail("perimeter", "composer.environments.get", "403-vpc-service-controls");
    ail("no-subnets", "compute.subnetworks.get", "403-iam");
  }

  @AfterAll
  static void remove() {
    sandbox.close();
  }

  @Test
  void eachAilmentIsReportedWithItsExactFix() throws Exception {
    ScriptRun run = doctor("--project", Scenario.PROJECT, "--format", "json");
    assertThat(run.exit()).as(run.errors()).isEqualTo(1);
    JsonObject json = JsonParser.parseString(run.output()).getAsJsonObject();
    assertThat(json.getAsJsonObject("summary").get("WELL").getAsInt()).isEqualTo(2);
    assertThat(json.getAsJsonObject("summary").get("BLIND").getAsInt()).isEqualTo(7);

    Map<String, JsonObject> told = byName(json);
    assertThat(of(told, "well-public").get("route").getAsString())
        .startsWith("its public endpoint 127.0.0.1:");
    assertThat(of(told, "well-by-dns").get("route").getAsString())
        .startsWith("its DNS endpoint 127.0.0.1:");
    assertThat(blind(told, "iam-denied"))
        .contains("egressNatPolicies PERMISSION_DENIED", GRANT + "roles/container.viewer");
    assertThat(blind(told, "rbac-denied"))
        .contains("egressNatPolicies RBAC_DENIED", GRANT + "roles/container.viewer");
    assertThat(blind(told, "no-subnets"))
        .contains("subnetworks PERMISSION_DENIED", GRANT + "roles/compute.networkViewer");
    assertThat(blind(told, "api-disabled"))
        .contains(
            "cluster SERVICE_DISABLED",
            "gcloud services enable container.googleapis.com --project=123456789012");
    assertThat(blind(told, "perimeter"))
        .contains("environment VPC_SERVICE_CONTROLS", "gcloud access-context-manager perimeters");
    String reader =
        "scripts/deploy ... --reader-in host-project/shared/us-central1/SUBNET=demo-project";
    assertThat(blind(told, "dns-refused"))
        .contains("egressNatPolicies DNS_ENDPOINT_DISALLOWED", reader);
    assertThat(blind(told, "no-route"))
        .contains("egressNatPolicies CONTROL_PLANE_UNREACHABLE", reader);
    assertThat(of(told, "no-route").has("route")).isFalse();
  }

  @Test
  void aPersonReadsWhatIsWellInALineAndWhatIsNotInFull() throws Exception {
    ScriptRun run =
        doctor(
            Scenario.resource("well-public"),
            Scenario.resource("iam-denied"),
            Scenario.resource("api-disabled"));
    assertThat(run.exit()).as(run.errors()).isEqualTo(1);
    CloudResources.check(
        "doctor.txt",
        run.output()
            .replaceAll(":\\d{4,5}\\b", ":PORT")
            .replaceAll("-[0-9a-f]{8}-gke", "-HASH-gke"));
  }

  @Test
  void whatIsWellIsCleanAndWhatIsNotThereIsGivenInVain() throws Exception {
    assertThat(doctor(Scenario.resource("well-public"), Scenario.resource("well-by-dns")).exit())
        .isZero();
    assertThat(doctor(Scenario.resource("nowhere")).exit()).isEqualTo(2);
    ScriptRun nothing = doctor();
    assertThat(nothing.exit()).isEqualTo(2);
    assertThat(nothing.errors()).contains("no environment was found");
  }

  @Test
  void withoutCredentialsItSaysHowToGetSome() throws Exception {
    ScriptRun run =
        ScriptRun.of(
            Layout.current().commandLine("doctor", Scenario.resource("well-public")),
            Map.of("GOOGLE_APPLICATION_CREDENTIALS", "/there/is/none.json"));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors())
        .contains("gcloud auth application-default login", "/there/is/none.json");
  }

  private static void ail(String environment, String permission, String fault) throws Exception {
    estate.create(environment);
    estate.addFault(permission, fault, environment);
  }

  private static JsonObject privateCluster() {
    return JsonParser.parseString(
            """
            {"privateEnvironmentConfig": {"enablePrivateEnvironment": true,
               "privateClusterConfig": {"enablePrivateEndpoint": true}}}
            """)
        .getAsJsonObject();
  }

  private static Map<String, JsonObject> byName(JsonObject json) {
    Map<String, JsonObject> environments = new HashMap<>();
    for (JsonElement each : json.getAsJsonArray("environments")) {
      String name = each.getAsJsonObject().get("environment").getAsString();
      environments.put(name.substring(name.lastIndexOf('/') + 1), each.getAsJsonObject());
    }
    return environments;
  }

  private static JsonObject of(Map<String, JsonObject> environments, String environment) {
    return Objects.requireNonNull(environments.get(environment), environment);
  }

  /** Of the one part that is blind: which, the reason, and what to do. */
  private static String blind(Map<String, JsonObject> environments, String environment) {
    List<String> blind = new ArrayList<>();
    for (JsonElement each : of(environments, environment).getAsJsonArray("parts")) {
      JsonObject part = each.getAsJsonObject();
      if (part.get("sight").getAsString().equals("BLIND")) {
        blind.add(
            part.get("part").getAsString()
                + " "
                + part.get("reason").getAsString()
                + "\n"
                + part.get("fix"));
      }
    }
    assertThat(blind).as(environment).hasSize(1);
    return blind.get(0);
  }

  private static ScriptRun doctor(String... arguments) throws Exception {
    List<String> command =
        Layout.current()
            .commandLine(
                "doctor",
                "--endpoint",
                sandbox.frontDoor().toString(),
                "--account",
                "audit@p.iam.gserviceaccount.com");
    command.addAll(List.of(arguments));
    return ScriptRun.of(command, Map.of());
  }
}
