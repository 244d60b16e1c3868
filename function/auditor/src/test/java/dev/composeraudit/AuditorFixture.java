package dev.composeraudit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.audit.ChangeCoalescer;
import dev.composeraudit.audit.ClusterAudits;
import dev.composeraudit.audit.EnvironmentAuditor;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.event.EventDecoder;
import dev.composeraudit.event.ProjectFilter;
import dev.composeraudit.event.TestEntry;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.FakeCloud;
import dev.composeraudit.fetch.ReaderLocation;
import dev.composeraudit.fetch.inventory.DeploymentLog;
import dev.composeraudit.http.FakeServer.Reply;
import dev.composeraudit.http.TestClients;
import dev.composeraudit.policy.PolicyFileSet;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.report.PageRequestPublisher;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.SweepLog;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.Principals;
import dev.composeraudit.report.finding.Producer;
import dev.composeraudit.report.finding.TeamLabels;
import dev.composeraudit.report.log.StructuredLog;
import dev.composeraudit.report.pubsub.FakePubsub;
import dev.composeraudit.report.pubsub.Publisher;
import dev.composeraudit.sweep.Coverage;
import dev.composeraudit.sweep.SweepScope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole audit over real sockets: Google's APIs and a control plane that a test may make answer
 * as it likes, and a Pub/Sub that takes what is published. The environment complies in everything:
 * the agent is on, its egress policy is Composer's own, and what is bound accepts node addresses.
 */
final class AuditorFixture implements AutoCloseable {
  private static final String BINDING =
      """
      apiVersion: composer-audit/v1
      kind: PolicyBinding
      metadata:
        name: on-premises
      spec:
        policyName: destinations-see-an-accepted-source
        parameters:
          destinations:
            - name: on-premises
              cidr: 10.200.0.0/16
              acceptedSources: [10.0.0.0/8]
      """;

  private static final PolicySet POLICIES = bound();
  private static final String SWEPT = "projects/example-project";

  final FakeCloud cloud = new FakeCloud();
  final FakePubsub pubsub = new FakePubsub();
  final FakePubsub deadLetters = new FakePubsub();
  final PublishedFindings published = new PublishedFindings(pubsub);
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private @Nullable EnvironmentReader environmentReader;
  private @Nullable Auditor auditor;
  private @Nullable Reporter reporter;

  AuditorFixture() {
    cluster(ClusterDocuments.AUTOPILOT);
    policies(ClusterDocuments.policy("default", "192.168.0.0/16"), ClusterDocuments.managed());
  }

  static AuditorFixture composer1() {
    AuditorFixture bench = new AuditorFixture();
    bench.cloud.location = new ReaderLocation(Set.of(), Set.of(), true);
    bench.cluster(ClusterDocuments.STANDARD);
    bench.cloud.google.on(
        FakeCloud.ENVIRONMENT,
        Reply.json(
            FakeCloud.environment("RUNNING", FakeCloud.CLUSTER_NAME)
                .replace("composer-2.14.1", "composer-1.20.12")));
    bench.cloud.kubernetes.on(FakeCloud.DAEMON_SET, Reply.json(ClusterDocuments.AGENT_DAEMON_SET));
    bench.config("nonMasqueradeCIDRs: [192.168.0.0/16, 10.1.0.0/20]");
    return bench;
  }

  /** The cluster's document, with these members. */
  AuditorFixture cluster(String members) {
    cloud.google.on(
        FakeCloud.CLUSTER,
        Reply.json(
            members.contains("\"autopilot\"")
                ? cloud.clusterWithDataplaneV2(members)
                : cloud.cluster(members)));
    return this;
  }

  /** Composer shows the environment so. */
  AuditorFixture environment(String state, boolean agent) {
    String document = FakeCloud.environment(state, FakeCloud.CLUSTER_NAME);
    cloud.google.on(
        FakeCloud.ENVIRONMENT,
        Reply.json(agent ? document : document.replace("\"enableIpMasqAgent\": true", "")));
    return this;
  }

  /** The control plane lists these. */
  AuditorFixture policies(String... items) {
    cloud.kubernetes.on(
        FakeCloud.POLICIES,
        Reply.json(
            "{\"kind\": \"EgressNATPolicyList\", \"metadata\": {}, \"items\": [%s]}"
                .formatted(String.join(",", items))));
    return this;
  }

  /** The agent's ConfigMap holds this. */
  AuditorFixture config(String text) {
    cloud.kubernetes.on(FakeCloud.CONFIG_MAP, Reply.json(ClusterDocuments.agentConfig(text)));
    return this;
  }

  /** The entry, about this bench's environment. */
  private static TestEvent event(TestEntry entry) {
    return TestEvent.published(
        entry
            .toString()
            .replace("acme-data", "example-project")
            .replace("europe-west1", "us-central1"));
  }

  /** Audits an entry; by policy, what was published of it. */
  Map<String, String> audit(TestEntry entry) throws Exception {
    return audit(event(entry));
  }

  /** Audits an event; by policy, what was published of it. */
  Map<String, String> audit(TestEvent event) throws Exception {
    int before = pubsub.accepted().size();
    Auditor auditor = auditor();
    auditor.audit(event, EventTimer.start(event, cloud.time));
    return published.statuses(before);
  }

  /**
   * Compares the inventory, which has this bench's environment, with what has been logged until
   * now; by policy, what was published of it.
   */
  Map<String, String> coverage() throws Exception {
    cloud.google.on(
        "/v1/%s:searchAllResources?assetTypes=composer.googleapis.com%%2FEnvironment&pageSize=500"
            .formatted(SWEPT),
        Reply.json(
            "{\"results\": [{\"name\": \"//composer.googleapis.com/%s\"}]}"
                .formatted(FakeCloud.NAME)));
    JsonArray entries = new JsonArray();
    log().forEach(line -> entries.add(collected(line)));
    cloud.google.on("/v2/entries:list", Reply.json("{\"entries\": %s}".formatted(entries)));
    return audit(TestEvent.published("{\"kind\": \"coverage\"}"));
  }

  /** A line of the log as Cloud Run makes an entry of it. */
  private JsonObject collected(JsonObject line) {
    JsonObject entry =
        JsonParser.parseString(
                """
                {"timestamp": "%s", "resource":
                  {"type": "cloud_run_revision", "labels": {"service_name": "composer-audit"}}}
                """
                    .formatted(cloud.time.instant()))
            .getAsJsonObject();
    entry.add("jsonPayload", line);
    return entry;
  }

  /** Delivers an event by the function's door; whether it was acknowledged. */
  boolean deliver(TestEvent event) throws Exception {
    Auditor auditor = auditor();
    try {
      new AuditFunction(
              new Wiring(auditor, Objects.requireNonNull(reporter), cloud.time),
              new ShutdownGate(),
              () -> {})
          .accept(event);
      return true;
    } catch (AuditFunction.RedeliveryException again) {
      return false;
    }
  }

  /** Delivers an entry so. */
  boolean deliver(TestEntry entry) throws Exception {
    return deliver(event(entry));
  }

  private Auditor auditor() throws Exception {
    if (auditor == null) {
      environmentReader = cloud.open();
      auditor = auditor(environmentReader);
    }
    return auditor;
  }

  /** The log, a line each. */
  List<JsonObject> log() {
    return log.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  private Auditor auditor(EnvironmentReader environmentReader) throws Exception {
    Publisher publisher = publisher("findings", pubsub);
    StructuredLog structuredLog =
        new StructuredLog(new PrintStream(log, true, StandardCharsets.UTF_8), System.err, null);
    Producer product =
        new Producer("1", "//run.googleapis.com/projects/p-1", "projects/p-1/topics/t");
    reporter =
        new Reporter(
            publisher,
            List.of(),
            publisher("dead-letters", deadLetters),
            structuredLog,
            product,
            Baseline.NONE,
            Principals.FULL,
            TeamLabels.DEFAULT);
    return new Auditor(
        new EventDecoder(ProjectFilter.EVERYTHING, cloud.time),
        null,
        new Coverage(
            environmentReader,
            new SweepScope(List.of(SWEPT), ProjectFilter.EVERYTHING),
            Duration.ZERO,
            new DeploymentLog("p-1", Set.of("composer-audit")),
            POLICIES.exceptionInfos(),
            new PageRequestPublisher(publisher("events", pubsub)),
            reporter,
            new SweepLog(structuredLog),
            cloud.time,
            cloud.time),
        new ControlTopic(null, cloud.time),
        new ClusterAudits(environmentReader),
        new ChangeCoalescer(cloud.time),
        new EnvironmentAuditor(
            environmentReader, Duration.ofMinutes(10), POLICIES, reporter, cloud.time, cloud.time),
        reporter);
  }

  private static Publisher publisher(String topic, FakePubsub pubsub) throws IOException {
    return Publisher.to(
        "projects/p-1/topics/" + topic, pubsub.uri(), TestClients.http(), TestClients.retry());
  }

  /** Those in the jar, bound to a firewall that accepts node addresses. */
  private static PolicySet bound() {
    try {
      Path folder = Files.createTempDirectory("bindings");
      Files.writeString(folder.resolve("bindings.yaml"), BINDING);
      return PolicyFileSet.load(null, folder);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InvalidDocumentsException mistaken) {
      throw new IllegalStateException(mistaken);
    }
  }

  @Override
  public void close() {
    if (environmentReader != null) {
      environmentReader.close();
    }
    cloud.close();
    pubsub.close();
    deadLetters.close();
  }
}
