package dev.composeraudit.policy.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.Golden;
import dev.composeraudit.policy.PolicySetLoader;
import dev.composeraudit.policy.Subjects;
import dev.composeraudit.policy.TestPolicyFolder;
import dev.composeraudit.policy.WrittenPolicy;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Result.Remedy;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ways to comply, worked out for an environment: no command is run for it. */
class RemediesTest {
  /** What GKE writes where nobody asked for the agent. */
  private static final String WITHOUT_AGENT =
      """
      environment: {config: {nodeConfig: {enableIpMasqAgent: false}}}
      egressNatPolicies:
        - metadata: {name: default}
          spec:
            action: NoSNAT
            destinations: [{cidr: 10.0.0.0/8}, {cidr: 172.16.0.0/12}, {cidr: 192.168.0.0/16}]
        - metadata: {name: gke-1a2b3c4d-1}
          spec:
            action: NoSNAT
            destinations: [{cidr: 10.10.0.0/20}, {cidr: 192.168.0.0/16}, {cidr: 34.118.224.0/20}]
      """;

  private static final String DATABASE =
      """
      policyName: destinations-see-an-accepted-source
      parameters:
        destinations: [{name: database, cidr: 10.200.0.0/16, acceptedSources: [10.10.0.0/20]}]
      """;

  private static final String PRIVATE =
      """
      environment:
        labels: {team: data, cost-center: "4711"}
        storageConfig: {bucket: us-central1-example-bucket}
        config:
          gkeCluster: projects/example-project/locations/us-central1/clusters/us-central1-example-env-12345678-gke
          environmentSize: ENVIRONMENT_SIZE_MEDIUM
          resilienceMode: HIGH_RESILIENCE
          softwareConfig:
            envVariables: {DB_PASSWORD: hunter2}
            airflowConfigOverrides: {smtp-smtp_password: hunter2}
            pypiPackages: {example: ""}
          nodeConfig:
            network: projects/host-project/global/networks/shared
            subnetwork: projects/host-project/regions/us-central1/subnetworks/composer
            serviceAccount: composer@example-project.iam.gserviceaccount.com
            tags: [composer, egress]
            enableIpMasqAgent: null
            ipAllocationPolicy:
              clusterSecondaryRangeName: pods
              servicesSecondaryRangeName: services
          privateEnvironmentConfig:
            enablePrivateEnvironment: true
            privateClusterConfig:
              enablePrivateEndpoint: true
              masterIpv4CidrBlock: 172.16.0.0/28
              masterIpv4ReservedRange: 172.16.0.0/28
            cloudSqlIpv4CidrBlock: 10.0.0.0/12
            cloudComposerConnectionSubnetwork: projects/host-project/regions/us-central1/subnetworks/composer
            networkingConfig: {connectionType: PRIVATE_SERVICE_CONNECT}
          webServerNetworkAccessControl:
            allowedIpRanges:
              - {value: 203.0.113.0/24, description: "Zürich, office"}
              - {value: 198.51.100.7/32, description: "it's $(reboot) ${path.module} %{ if true } \\"quoted\\" `id`"}
          databaseConfig: {machineType: db-n1-standard-2, zone: us-central1-a}
          encryptionConfig: {kmsKeyName: projects/example-project/locations/us-central1/keyRings/r/cryptoKeys/k}
          maintenanceWindow:
            startTime: "2026-01-03T01:00:00Z"
            endTime: "2026-01-03T07:00:00Z"
            recurrence: FREQ=WEEKLY;BYDAY=SU,SA
          workloadsConfig:
            scheduler: {cpu: 0.5, memoryGb: 1.875, storageGb: 1, count: 2}
            triggerer: {cpu: 0.5, memoryGb: 0.5, count: 1}
            webServer: {cpu: 0.5, memoryGb: 2, storageGb: 1}
            worker: {cpu: 2, memoryGb: 7.5, storageGb: 5, minCount: 2, maxCount: 6}
          recoveryConfig:
            scheduledSnapshotsConfig:
              enabled: true
              snapshotLocation: gs://example-snapshots/composer
              snapshotCreationSchedule: 0 4 * * *
              timeZone: UTC+01
          masterAuthorizedNetworksConfig:
            enabled: true
            cidrBlocks: [{cidrBlock: 10.1.0.0/16, displayName: bastion}, {cidrBlock: 10.2.0.0/16}]
          airflowUri: https://example.composer.googleusercontent.com
      """;

  private static Result judge(String policy, Subject subject, SourceFile... bindings) {
    List<SourceFile> files = new ArrayList<>(TestPolicyFolder.shipped());
    files.addAll(List.of(bindings));
    try {
      return PolicySetLoader.load(files).judge(subject, WrittenPolicy.NOW).stream()
          .filter(result -> result.policy().name().equals(policy))
          .findFirst()
          .orElseThrow();
    } catch (InvalidDocumentsException mistakes) {
      throw new AssertionError(mistakes.getMessage(), mistakes);
    }
  }

  private static String shown(Result result) {
    StringBuilder shown = new StringBuilder();
    for (Remedy remedy : result.remedies()) {
      shown.append("== ").append(remedy.title()).append('\n');
      shown.append(remedy.text()).append("\n\n");
    }
    return shown.toString();
  }

  @Test
  void anEnvironmentWithoutTheAgentGetsEveryRemedyByEffort() {
    Result result = judge("ip-masquerade-agent-enabled", Subjects.composer2(WITHOUT_AGENT));

    Golden.check("remedies/without-agent.txt", shown(result));
  }

  @Test
  void aPrivateEnvironmentIsRecreatedWithItsOwnSettings() {
    Result result = judge("ip-masquerade-agent-enabled", Subjects.composer2(PRIVATE));

    Golden.check("remedies/private-environment.txt", shown(result));
  }

  @Test
  void whatMayHoldSecretsIsNotRepeated() {
    Result result = judge("ip-masquerade-agent-enabled", Subjects.composer2(PRIVATE));

    assertThat(shown(result)).contains("--enable-ip-masq-agent").doesNotContain("hunter2");
  }

  @Test
  void beforeTheClusterExistsOnlyWhatIsCertainIsOffered() {
    Result result =
        judge(
            "ip-masquerade-agent-enabled",
            Subjects.composer2(
                """
                environment: {state: CREATING, config: {gkeCluster: null, nodeConfig: {enableIpMasqAgent: false}}}
                cluster: null
                egressNatPolicies: null
                subnetworks: null
                """));

    assertThat(result.remedies())
        .extracting(Remedy::title)
        .allMatch(
            title ->
                title.startsWith("Recreate")
                    || title.startsWith("In Terraform")
                    || title.startsWith("Move"))
        .hasSize(4);
  }

  @Test
  void theLeastChangeOfTheEgressPolicyLetsADestinationSeeNodes() {
    Result result =
        judge(
            "destinations-see-an-accepted-source",
            Subjects.composer2(WITHOUT_AGENT),
            WrittenPolicy.binding("database", DATABASE));

    Golden.check("remedies/destination.txt", shown(result));
  }

  @Test
  void whatTheManifestSaysPassesWhenItIsApplied() {
    SourceFile binding = WrittenPolicy.binding("database", DATABASE);
    String policy = "destinations-see-an-accepted-source";
    Result before = judge(policy, Subjects.composer2(WITHOUT_AGENT), binding);
    String manifest =
        before.remedies().stream()
            .filter(remedy -> remedy.title().equals("Edit the egress policy"))
            .findFirst()
            .orElseThrow()
            .text();

    Result after =
        judge(
            policy, Subjects.composer2("egressNatPolicies:\n  -\n" + manifest.indent(4)), binding);

    assertThat(before.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(after.outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void anEditThatCannotHelpIsNotOffered() {
    SourceFile withinTheCluster =
        WrittenPolicy.binding(
            "peer",
            """
            policyName: destinations-see-an-accepted-source
            parameters:
              destinations: [{name: peer, cidr: 192.168.7.0/24, acceptedSources: [10.10.0.0/20]}]
            """);

    Result result =
        judge(
            "destinations-see-an-accepted-source",
            Subjects.composer2(WITHOUT_AGENT),
            withinTheCluster);

    assertThat(result.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(result.remedies())
        .extracting(Remedy::title)
        .noneMatch(title -> title.startsWith("Edit"))
        .noneMatch(title -> title.startsWith("Recreate"));
  }

  @Test
  void aFurtherPolicyThatIsLeftEmptyIsToBeDeleted() {
    Result result =
        judge(
            "destinations-see-an-accepted-source",
            Subjects.composer2(
                """
                egressNatPolicies:
                  - {metadata: {name: default}, spec: {action: NoSNAT, destinations: [{cidr: 192.168.0.0/16}]}}
                  - {metadata: {name: "null"}, spec: {action: NoSNAT, destinations: [{cidr: 10.200.0.0/16}]}}
                  - {metadata: {name: wide}, spec: {action: NoSNAT, destinations: [{cidr: 10.128.0.0/9}, {cidr: 10.1.0.0/16}]}}
                """),
            WrittenPolicy.binding("database", DATABASE));

    Golden.check("remedies/further-policies.txt", shown(result));
  }

  @Test
  void onAStandardClusterTheConfigMapIsEditedAndItsOtherSettingsStay() {
    Result result =
        judge(
            "non-masquerade-destinations-cover-cluster",
            Subjects.composer1(
                """
                ipMasqAgentConfig:
                  data: {config: '{"nonmasqueradecidrs": ["10.10.0.0/20"], "MasqLinkLocal": true, "resyncInterval": "5m"}'}
                """));

    Golden.check("remedies/config-map.txt", shown(result));
  }

  @Test
  void composer1IsNotRecreated() {
    Result result =
        judge(
            "ip-masquerade-agent-enabled",
            Subjects.composer1("environment: {config: {nodeConfig: {enableIpMasqAgent: false}}}"));

    assertThat(result.remedies())
        .extracting(Remedy::title)
        .noneMatch(title -> title.startsWith("Recreate"))
        .anyMatch(title -> title.startsWith("Move to Composer 3"));
  }

  @Test
  void whatPassesNeedsNoRemedy() {
    assertThat(judge("ip-masquerade-agent-enabled", Subjects.composer2()).remedies()).isEmpty();
  }

  @Test
  void aMissingAgentIsInformationalWhereEveryBoundDestinationAcceptsWhatItSees() {
    SourceFile accepts =
        WrittenPolicy.binding(
            "database",
            """
            policyName: destinations-see-an-accepted-source
            parameters:
              destinations: [{name: database, cidr: 10.200.0.0/16, acceptedSources: [192.168.0.0/16]}]
            """);
    Subject subject = Subjects.composer2(WITHOUT_AGENT);

    Result mitigated = judge("ip-masquerade-agent-enabled", subject, accepts);
    Result refused =
        judge("ip-masquerade-agent-enabled", subject, WrittenPolicy.binding("database", DATABASE));
    Result unbound = judge("ip-masquerade-agent-enabled", subject);

    assertThat(mitigated.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(mitigated.severity()).isEqualTo(Severity.INFORMATIONAL);
    assertThat(mitigated.notes())
        .containsExactly(
            "Informational, because it complies with destinations-see-an-accepted-source");
    assertThat(refused.severity()).isEqualTo(Severity.HIGH);
    assertThat(unbound.severity()).isEqualTo(Severity.HIGH);
  }
}
