package dev.composeraudit.report.finding;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import com.google.protobuf.util.Timestamps;
import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.DestinationEvidence;
import dev.composeraudit.egress.DestinationScope;
import dev.composeraudit.egress.Mode;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.network.SourceReason;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.AuditRequest.Phase;
import dev.composeraudit.event.AuditRequest.RequestedAgent;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Parts;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Trigger;
import dev.composeraudit.subject.UnknownPart;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One environment, one policy, and what may be said of them. */
public final class SampleFindings {
  public static final Producer PRODUCER =
      new Producer(
          "1.0.0",
          "//run.googleapis.com/projects/acme-security/locations/-/services/composer-audit",
          "projects/acme-security/topics/composer-audit-findings");
  public static final EnvironmentName NAME =
      EnvironmentName.parse("projects/acme-data/locations/europe-west1/environments/etl");
  public static final Instant CREATED = Instant.parse("2026-11-23T10:15:00Z");
  public static final Instant OCCURRED = Instant.parse("2026-11-23T10:40:00.250Z");
  public static final Instant JUDGED = Instant.parse("2026-11-23T10:40:05Z");
  public static final PolicyInfo POLICY =
      new PolicyInfo(
          "ip-masquerade-agent-enabled",
          "The IP masquerade agent must be enabled",
          "Without it, DAGs leave the cluster with Pod addresses.",
          Severity.HIGH,
          "networking",
          "Recreate the environment with --enable-ip-masq-agent.",
          List.of("https://cloud.google.com/composer/docs/composer-2/enable-ip-masquerade-agent"),
          List.of(),
          "sha256:0123456789ab",
          List.of());

  private SampleFindings() {}

  public static AuditRequest event(Trigger.Kind kind) {
    return event(kind, "alice@example.com");
  }

  public static AuditRequest event(Trigger.Kind kind, String principal) {
    return new AuditRequest(
        NAME,
        new Trigger(
            kind,
            principal,
            "google.cloud.orchestration.airflow.service.v1.Environments.CreateEnvironment",
            OCCURRED,
            "1vq2k8cd3h4"),
        kind == Trigger.Kind.CREATE_FIRST ? Phase.FIRST : Phase.LAST,
        RequestedAgent.UNKNOWN,
        "operation-1",
        "projects/acme-data/logs/cloudaudit.googleapis.com%2Factivity",
        "");
  }

  public static Subject subject() {
    Environment.Builder environment =
        Environment.newBuilder()
            .setName(NAME.toString())
            .setUuid("c0ffee00-1111-2222-3333-444455556666")
            .setState(Environment.State.RUNNING)
            .setCreateTime(Timestamps.fromMillis(CREATED.toEpochMilli()))
            .putLabels("team", "data")
            .putLabels("stage", "prod");
    environment
        .getConfigBuilder()
        .setGkeCluster("projects/acme-data/locations/europe-west1/clusters/gke")
        .getSoftwareConfigBuilder()
        .setImageVersion("composer-2.14.1-airflow-2.10.5");
    Cluster.Builder cluster = Cluster.newBuilder();
    cluster.getAutopilotBuilder().setEnabled(true);
    return subject(Observed.known(environment.build()), Observed.known(cluster.build()));
  }

  /** Of an environment that is not there anymore. */
  public static Subject gone() {
    Unknown<Object> gone = new Unknown<>(Reason.NOT_FOUND, "the environment is gone");
    return subject(gone.as(), gone.as());
  }

  private static Subject subject(Observed<Environment> environment, Observed<Cluster> cluster) {
    Unknown<Object> unread = new Unknown<>(Reason.NOT_READ, "not read");
    return new Subject(
        NAME,
        Trigger.document(OCCURRED),
        Parts.unknown(unread).with(Part.ENVIRONMENT, environment).with(Part.CLUSTER, cluster),
        Map.of(),
        "kubernetes-api",
        JUDGED.minusSeconds(2));
  }

  public static Report report(Trigger.Kind kind, Result... results) {
    return new Report(event(kind), subject(), List.of(results), "sha256:feedbeef", JUDGED);
  }

  public static Result fail() {
    return new Result(
        POLICY,
        Outcome.FAIL,
        Severity.HIGH,
        List.of("The IP masquerade agent is not enabled."),
        List.of(
            new Result.Violation(
                "resource.config.nodeConfig.enableIpMasqAgent",
                "The IP masquerade agent is not enabled.")),
        List.of(),
        List.of(),
        null,
        List.of("exception last-year expired on 2026-01-01T00:00:00Z"),
        List.of(new Result.Remedy("Recreate it with gcloud", "gcloud composer …\n  --location …")),
        List.of());
  }

  /** A violation of one destination, a part of which accepts what it sees. */
  public static Result ofDestination() {
    return withEvidence(
        List.of(
            new DestinationEvidence(
                "on-premises",
                "10.200.0.0/15",
                List.of("10.0.0.0/8"),
                Mode.EGRESS_NAT_POLICY,
                List.of("192.168.0.0/16"),
                List.of("10.10.0.0/20"),
                Source.MIXED,
                Acceptance.IN_PART,
                List.of(
                    new DestinationEvidence.Part(
                        "10.200.0.0",
                        "10.200.255.255",
                        Source.POD,
                        DestinationScope.OUTSIDE,
                        SourceReason.DESTINATION_IP_IN_CONFIGURED_NON_MASQUERADE_RANGE,
                        "10.200.0.0/16",
                        Acceptance.NO),
                    new DestinationEvidence.Part(
                        "10.201.0.0",
                        "10.201.127.255",
                        Source.NODE,
                        DestinationScope.OUTSIDE,
                        SourceReason.MASQUERADED,
                        null,
                        Acceptance.YES)),
                1,
                List.of("a note"))));
  }

  /** A violation of these destinations. */
  public static Result withEvidence(List<DestinationEvidence> evidence) {
    Result fail = fail();
    return new Result(
        fail.policy(),
        fail.outcome(),
        fail.severity(),
        fail.messages(),
        fail.violations(),
        fail.unknown(),
        fail.causedBy(),
        fail.exception(),
        fail.notes(),
        fail.remedies(),
        evidence);
  }

  public static Result explained() {
    Result fail = fail();
    return new Result(
        fail.policy(),
        Outcome.FAIL,
        fail.severity(),
        fail.messages(),
        fail.violations(),
        fail.unknown(),
        List.of("another-policy"),
        null,
        List.of(),
        List.of(),
        List.of());
  }

  public static Result exempt() {
    Result fail = fail();
    return new Result(
        fail.policy(),
        Outcome.EXEMPT,
        fail.severity(),
        fail.messages(),
        fail.violations(),
        fail.unknown(),
        List.of(),
        new Result.AppliedException(
            "sandbox", Instant.parse("2027-01-01T00:00:00Z"), "bob@example.com", "a trial", false),
        List.of(),
        fail.remedies(),
        List.of());
  }

  public static Result error(String... causedBy) {
    return new Result(
        POLICY,
        Outcome.ERROR,
        Severity.HIGH,
        List.of("unknown: cluster: reading cluster: permission denied"),
        List.of(),
        List.of(
            new UnknownPart(
                Part.CLUSTER,
                Reason.PERMISSION_DENIED,
                "reading cluster: permission denied",
                Optional.of(
                    new AccessRemedy.GrantPermission(
                        "container.clusters.get",
                        Optional.of("roles/container.clusterViewer"),
                        "projects/acme-data")))),
        List.of(causedBy),
        null,
        List.of(),
        List.of(),
        List.of());
  }

  public static Result of(Outcome outcome, String message) {
    return of(outcome, message, Severity.HIGH);
  }

  public static Result of(Outcome outcome, String message, Severity severity) {
    return new Result(
        POLICY,
        outcome,
        severity,
        List.of(message),
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of(),
        List.of());
  }
}
