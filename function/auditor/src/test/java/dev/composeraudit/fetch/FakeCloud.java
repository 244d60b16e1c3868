package dev.composeraudit.fetch;

import com.google.auth.Credentials;
import dev.composeraudit.fetch.kubernetes.ControlPlaneIdentity;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Endpoints;
import dev.composeraudit.http.FakeServer;
import dev.composeraudit.http.FakeServer.Reply;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.http.StaticToken;
import dev.composeraudit.http.TestIdentity;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Trigger;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Composer 2 environment as the four APIs show it, each of which may be made to answer otherwise.
 */
public final class FakeCloud implements AutoCloseable {
  public static final String ENVIRONMENT_NAME =
      "projects/example-project/locations/us-central1/environments/example";
  public static final EnvironmentName NAME = EnvironmentName.parse(ENVIRONMENT_NAME);
  public static final String ENVIRONMENT = "/v1/" + ENVIRONMENT_NAME;
  public static final String CLUSTER_NAME =
      "projects/example-project/locations/us-central1/clusters/gke";
  public static final String CLUSTER = "/v1/" + CLUSTER_NAME;
  public static final String SUBNETWORK_NAME =
      "projects/host-project/regions/us-central1/subnetworks/sub1";
  public static final String SUBNETWORK = "/compute/v1/" + SUBNETWORK_NAME;
  public static final String POLICIES = "/apis/networking.gke.io/v1/egressnatpolicies?limit=500";
  public static final String CONFIG_MAP = "/api/v1/namespaces/kube-system/configmaps/ip-masq-agent";
  public static final String DAEMON_SET =
      "/apis/apps/v1/namespaces/kube-system/daemonsets/ip-masq-agent";

  /** The members of a cluster's document about its mode. */
  public static final String AUTOPILOT = "\"autopilot\": {\"enabled\": true}";

  private static final String STANDARD = "\"nodePools\": []";

  public final FakeServer google = FakeServer.http();
  public final FakeServer kubernetes = FakeServer.https(TestIdentity.LOOPBACK.server());
  public final ManualTime time = new ManualTime();
  public Credentials credentials = new StaticToken();
  public @Nullable ControlPlaneIdentity controlPlanes;
  public ReaderLocation location = ReaderLocation.OUTSIDE;

  public FakeCloud() {
    google.on(ENVIRONMENT, Reply.json(environment("RUNNING", CLUSTER_NAME)));
    google.on(CLUSTER, Reply.json(cluster(AUTOPILOT)));
    google.on(SUBNETWORK, Reply.json(subnetwork(SUBNETWORK_NAME)));
    kubernetes.on(POLICIES, RecordedResponses.reply("list-two-policies"));
    kubernetes.on(CONFIG_MAP, RecordedResponses.reply("configmap"));
    kubernetes.on(DAEMON_SET, RecordedResponses.reply("daemonset-missing"));
  }

  /** One with a Standard cluster, whose agent is read. */
  static FakeCloud standard() {
    FakeCloud cloud = new FakeCloud();
    cloud.google.on(CLUSTER, Reply.json(cloud.cluster(STANDARD)));
    cloud.location = new ReaderLocation(Set.of(), Set.of(), true);
    return cloud;
  }

  /** The same with Dataplane V2. */
  static FakeCloud standardWithDataplaneV2() {
    FakeCloud cloud = standard();
    cloud.google.on(CLUSTER, Reply.json(cloud.clusterWithDataplaneV2(STANDARD)));
    return cloud;
  }

  public static String environment(String state, String cluster) {
    return """
    {"name": "%s", "uuid": "u", "state": "%s", "notInTheProto": {"a": 1},
     "config": {"gkeCluster": "%s", "airflowUri": "https://a",
      "softwareConfig": {"imageVersion": "composer-2.14.1-airflow-2.10.5"},
      "nodeConfig": {"enableIpMasqAgent": true}}}\
    """
        .formatted(NAME, state, cluster);
  }

  /** The cluster's document, with these members in place of those about its mode. */
  public String cluster(String members) {
    return """
    {"name": "gke", "location": "us-central1", "endpoint": "%s",
     "masterAuth": {"clusterCaCertificate": "%s"},
     "networkConfig": {"network": "projects/host-project/global/networks/n",
       "subnetwork": "%s"}, "currentMasterVersion": "1.30.1-gke.1", %s}\
    """
        .formatted(kubernetes.authority(), TestIdentity.LOOPBACK.ca(), SUBNETWORK_NAME, members);
  }

  /** The same for a cluster that has Dataplane V2. */
  public String clusterWithDataplaneV2(String members) {
    return cluster(members)
        .replace(
            "\"networkConfig\": {",
            "\"networkConfig\": {\"datapathProvider\": \"ADVANCED_DATAPATH\", ");
  }

  public static String subnetwork(String name) {
    return """
    {"selfLink": "https://www.googleapis.com/compute/v1/%s", "ipCidrRange": "10.1.0.0/20",
     "secondaryIpRanges": [{"rangeName": "pods", "ipCidrRange": "192.168.0.0/16"}]}\
    """
        .formatted(name);
  }

  FetchResult observe() throws TransientException {
    return observe(time.deadline());
  }

  FetchResult observe(Deadline deadline) throws TransientException {
    try (EnvironmentReader environmentReader = open()) {
      return environmentReader.read(NAME, Trigger.document(ManualTime.START), deadline);
    }
  }

  Subject subject() throws TransientException {
    return ((FetchResult.Found) observe()).subject();
  }

  public EnvironmentReader open() {
    return EnvironmentReader.open(
        new Endpoints(google.uri(), google.uri(), google.uri(), google.uri(), google.uri()),
        location,
        controlPlanes == null
            ? Identities.one(credentials)
            : new Identities(credentials, controlPlanes),
        time,
        time);
  }

  /** Everything that was asked of anybody. */
  public List<String> targets() {
    return Stream.concat(google.targets().stream(), kubernetes.targets().stream()).toList();
  }

  @Override
  public void close() {
    google.close();
    kubernetes.close();
  }

  /** Why a part is unknown. */
  public static Reason reason(Observed<?> observed) {
    return ((Unknown<?>) observed).reason();
  }
}
