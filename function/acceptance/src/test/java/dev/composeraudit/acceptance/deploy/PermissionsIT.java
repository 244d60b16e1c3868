package dev.composeraudit.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.deployment.AuditEntry;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.EventSender;
import dev.composeraudit.acceptance.deployment.FindingsFeed;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.Scenario;
import dev.composeraudit.acceptance.function.LocalFunction;
import dev.composeraudit.acceptance.function.TestEnvironments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The permissions that a deployment grants: the packaged function uses each of them and no others,
 * and where one is missing it says which, and which role has it. The sandbox notes the permission
 * of each call, and can refuse those that take one.
 */
final class PermissionsIT {
  private static final String AUTOPILOT = "permissions-autopilot";
  private static final String STANDARD = "permissions-standard";
  private static final String COVERAGE = "{\"kind\": \"coverage\"}";
  private static final String SWEEP = "{\"kind\": \"sweep\"}";
  private static final String CLUSTERS =
      "composer-audit-clusters@demo-project.iam.gserviceaccount.com";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static Deployment deployment;
  private static TestEnvironments estate;
  private static EventSender sender;
  private static FindingsFeed findings;
  private static LocalFunction withSecurityCenter;

  @TempDir static Path folder;

  @BeforeAll
  static void deploy() throws Exception {
    deployment =
        Deployment.start(
            DeploymentOptions.standard()
                .withDelivery(DeploymentOptions.Delivery.BY_HAND)
                .withCreation(Duration.ofMillis(200)),
            Map.of("WITH_COMPOSER_1", "true", "CLUSTERS_ACCOUNT", CLUSTERS));
    estate = new TestEnvironments(deployment.sandboxUri());
    sender = new EventSender(deployment.functionUri());
    findings = deployment.findings("permissions-it");
    String door = deployment.sandbox().frontDoor().toString();
    withSecurityCenter =
        LocalFunction.start(
            deployment.sandbox(),
            folder,
            Map.of(
                "SCC_SOURCE",
                "organizations/123456789012/sources/5678",
                "SECURITYCENTER_ENDPOINT",
                door,
                "WAIT_FOR_CREATION",
                "PT0S",
                "CLUSTERS_ACCOUNT",
                CLUSTERS));
    estate.makeStandard(STANDARD);
    estate.create(AUTOPILOT);
    estate.create(STANDARD);
    estate.openDnsEndpoint(AUTOPILOT);
  }

  @AfterAll
  static void remove() {
    if (withSecurityCenter != null) {
      withSecurityCenter.close();
    }
    deployment.close();
  }

  @Test
  void eachPermissionThatIsGrantedIsUsedAndNoOther() throws Exception {
    estate.removeFaults();
    assertThat(sender.send("used-1", creationOf(AUTOPILOT))).isTrue();
    assertThat(sender.send("used-2", creationOf(STANDARD))).isTrue();
    assertThat(sender.send("used-3", changeIn(AUTOPILOT))).isTrue();
    assertThat(sender.send("used-4", SWEEP)).isTrue();
    assertThat(sender.send("used-5", "nothing that could be read")).isTrue();
    assertThat(sender.send("used-6", COVERAGE)).isTrue();
    openAndSolve("permissions-solved");

    assertThat(estate.permissionsUsed("")).isEqualTo(Permissions.ofTheFunction());
    assertThat(estate.permissionsUsed(CLUSTERS)).isEqualTo(Permissions.ofClusters());
  }

  @ParameterizedTest
  @CsvSource({
    "composer.environments.get, roles/composer.user, permissions-autopilot",
    "container.clusters.get, roles/container.clusterViewer, permissions-autopilot",
    "container.clusters.connect, roles/container.clusterViewer, permissions-autopilot",
    "container.thirdPartyObjects.list, roles/container.viewer, permissions-autopilot",
    "compute.subnetworks.get, roles/compute.networkViewer, permissions-autopilot",
    "container.configMaps.get, roles/container.viewer, permissions-standard",
    "container.daemonSets.get, roles/container.viewer, permissions-standard"
  })
  void whatCannotBeSeenForWantOfAPermissionNamesItAndTheRole(
      String permission, String role, String environment) throws Exception {
    deny(permission);
    String id = "denied-" + permission;
    assertThat(sender.send(id, creationOf(environment))).isTrue();

    assertThat(errorOf(environment)).contains("grant " + role + ", or " + permission);
  }

  @ParameterizedTest
  @CsvSource({
    "composer.environments.list, roles/composer.user, unmapped",
    "cloudasset.assets.searchAllResources, roles/cloudasset.viewer, sweep",
    "logging.logEntries.list, roles/logging.viewer, coverage",
    "pubsub.topics.publish, roles/pubsub.publisher, unpublished"
  })
  void whatCannotBeDoneForWantOfAPermissionIsLoggedWithItAndTheRole(
      String permission, String role, String what) throws Exception {
    deny(permission);
    String id = "denied-" + permission;
    boolean acknowledged =
        switch (what) {
          // Not the cluster of the other test: its changes of a minute are audited once.
          case "unmapped" -> sender.send(id, changeIn(STANDARD));
          case "sweep" -> sender.send(id, SWEEP);
          case "coverage" -> sender.send(id, COVERAGE);
          default -> sender.send(id, creationOf(AUTOPILOT));
        };

    assertThat(acknowledged).isEqualTo(!what.equals("unpublished"));
    assertThat(
            deployment
                .function()
                .awaitLines(
                    line -> line.contains(permission) && line.contains("grant " + role),
                    Duration.ofSeconds(60)))
        .allSatisfy(line -> assertThat(line).contains("\"severity\":\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "securitycenter.findings.list",
        "securitycenter.findings.update",
        "securitycenter.findings.setState"
      })
  void whatSecurityCommandCenterIsNotReportedForWantOfAPermissionIsLoggedWithItAndTheRole(
      String permission) throws Exception {
    String environment = permission.replaceFirst(".*\\.", "permissions-").toLowerCase(Locale.ROOT);
    estate.removeFaults();
    if (permission.endsWith("setState")) {
      open(environment);
      estate.delete(environment);
    } else {
      createViolating(environment);
    }
    deny(permission);
    assertThat(sendToSecurityCenter(environment)).isTrue();

    assertThat(
            withSecurityCenter
                .process()
                .awaitLines(
                    line ->
                        line.contains(permission)
                            && line.contains("grant roles/securitycenter.findingsEditor"),
                    Duration.ofSeconds(60)))
        .anySatisfy(line -> assertThat(line).contains("\"severity\":\"ERROR\""));
  }

  private static void openAndSolve(String environment) throws Exception {
    open(environment);
    estate.delete(environment);
    assertThat(sendToSecurityCenter(environment)).isTrue();
  }

  private static void open(String environment) throws Exception {
    createViolating(environment);
    assertThat(sendToSecurityCenter(environment)).isTrue();
  }

  private static void createViolating(String environment) throws Exception {
    estate.create(environment, JsonParser.parseString("{\"nodeConfig\": {}}").getAsJsonObject());
  }

  private static boolean sendToSecurityCenter(String environment) throws Exception {
    return new EventSender(withSecurityCenter.uri())
        .send("scc-" + environment, creationOf(environment));
  }

  private static void deny(String permission) throws IOException, InterruptedException {
    estate.removeFaults();
    estate.addFault(permission, "403-iam", "");
  }

  /** What the one alarm says that something of the environment can't be seen. */
  private static String errorOf(String environment) {
    return Await.until(
            "an ERROR of " + Scenario.OBSERVABLE + " for " + environment,
            TIMEOUT,
            () -> findings.pull().stream().filter(it -> isError(it, environment)).findFirst(),
            Optional::isPresent)
        .orElseThrow()
        .json()
        .toString();
  }

  private static boolean isError(PublishedFinding finding, String environment) {
    return finding.environment().equals(environment)
        && finding.policy().equals(Scenario.OBSERVABLE)
        && finding.verdict() == PublishedFinding.Verdict.ERROR;
  }

  private static String creationOf(String environment) {
    return new AuditEntry(
            Scenario.resource(environment), true, "insert-" + environment, Instant.now())
        .json()
        .toString();
  }

  /** The entry that a cluster's API writes when somebody edits its egress policy. */
  private static String changeIn(String environment) throws IOException, InterruptedException {
    List<String> cluster = List.of(estate.cluster(environment).split("/", -1));
    return """
    {"logName": "projects/%1$s/logs/cloudaudit.googleapis.com%%2Factivity",
     "insertId": "change", "timestamp": "%4$s",
     "resource": {"type": "k8s_cluster",
       "labels": {"project_id": "%1$s", "location": "%2$s", "cluster_name": "%3$s"}},
     "protoPayload": {"@type": "type.googleapis.com/google.cloud.audit.AuditLog",
       "serviceName": "k8s.io", "methodName": "io.gke.networking.v1.egressnatpolicies.update"}}
    """
        .formatted(cluster.get(1), cluster.get(3), cluster.get(5), Instant.now());
  }
}
