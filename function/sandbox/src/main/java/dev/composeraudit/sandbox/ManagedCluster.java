package dev.composeraudit.sandbox;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.cloud.orchestration.airflow.service.v1.NodeConfig;
import com.google.cloud.orchestration.airflow.service.v1.PrivateEnvironmentConfig;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;

/** The Autopilot cluster of a Composer 2 environment, with its Kubernetes API. */
final class ManagedCluster implements AutoCloseable {
  private final ResourceName environment;
  private final String id;
  private final String subnetwork;
  private final String network;
  private final boolean isPrivate;
  private final AddressPlan addresses;
  private final CertificateAuthority authority;
  private final KubernetesObjects objects;
  private final KubernetesServer server;
  private final KubernetesServer impostor;
  private final Faults faults;

  private ManagedCluster(
      ResourceName environment,
      Environment document,
      String hash,
      Clock clock,
      Interference interference) {
    NodeConfig nodes = document.getConfig().getNodeConfig();
    this.environment = environment;
    this.id = environment.location() + "-" + environment.id() + "-" + hash + "-gke";
    this.subnetwork = nodes.getSubnetwork();
    this.network = nodes.getNetwork();
    this.isPrivate = isPrivate(document);
    this.addresses = AddressPlan.of(nodes);
    this.authority = CertificateAuthority.create(id);
    this.objects = new KubernetesObjects(clock);
    this.faults = interference.faults();
    try {
      this.server = start(authority, interference);
      this.impostor = start(CertificateAuthority.create("impostor"), interference);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * Makes a cluster as Composer does: with GKE's own egress policy, and a default one that is GKE's
   * without the agent and Composer's with it.
   */
  static ManagedCluster create(
      ResourceName environment,
      Environment document,
      String hash,
      Clock clock,
      Interference interference) {
    ManagedCluster cluster = new ManagedCluster(environment, document, hash, clock, interference);
    boolean agent = document.getConfig().getNodeConfig().getEnableIpMasqAgent();
    cluster.createPolicy("gke-" + hash + "-1", cluster.addresses.all());
    cluster.createPolicy(
        "default", agent ? List.of(cluster.addresses.pods()) : AddressPlan.DEFAULT_NON_MASQUERADE);
    return cluster;
  }

  /** {@code projects/P/locations/R/clusters/C}. */
  String name() {
    return "%s/clusters/%s".formatted(environment.parent(), id);
  }

  /** The cluster as GKE's REST API shows it. */
  JsonObject document() {
    return new ClusterDocument(
            id,
            environment.location(),
            network,
            subnetwork,
            addresses,
            (faults.meetsImpostor(name()) ? impostor : server).address(),
            isPrivate,
            authority.base64Pem())
        .json();
  }

  /** Edits the editable policy, as somebody with kubectl would. */
  void exempt(List<String> destinations) {
    try {
      objects.replace(
          KubernetesKind.EGRESS_NAT_POLICY, "", "default", policy("default", destinations));
    } catch (KubernetesStatus refused) {
      throw new IllegalStateException(refused);
    }
  }

  /** A kubeconfig whose user is an administrator. */
  String kubeconfig() {
    return """
    apiVersion: v1
    kind: Config
    current-context: sandbox
    clusters:
    - name: sandbox
      cluster:
        server: https://%s
        certificate-authority-data: %s
    contexts:
    - name: sandbox
      context: {cluster: sandbox, user: admin}
    users:
    - name: admin
      user: {token: %s}
    """
        .formatted(server.address(), authority.base64Pem(), KubernetesServer.ADMIN_TOKEN);
  }

  @Override
  public void close() {
    server.close();
    impostor.close();
  }

  private KubernetesServer start(CertificateAuthority identity, Interference interference)
      throws IOException {
    return KubernetesServer.start(
        identity,
        objects,
        KubernetesServer.Anonymous.ADMIN,
        api -> interference.before(api, name()));
  }

  private void createPolicy(String policyName, List<String> destinations) {
    try {
      objects.create(KubernetesKind.EGRESS_NAT_POLICY, "", policy(policyName, destinations));
    } catch (KubernetesStatus refused) {
      throw new IllegalStateException(refused);
    }
  }

  private static JsonObject policy(String policyName, List<String> cidrs) {
    JsonArray destinations = new JsonArray();
    for (String cidr : cidrs) {
      JsonObject destination = new JsonObject();
      destination.addProperty("cidr", cidr);
      destinations.add(destination);
    }
    JsonObject spec = new JsonObject();
    spec.addProperty("action", "NoSNAT");
    spec.add("destinations", destinations);
    JsonObject metadata = new JsonObject();
    metadata.addProperty("name", policyName);
    JsonObject policy = new JsonObject();
    policy.add("metadata", metadata);
    policy.add("spec", spec);
    return policy;
  }

  private static boolean isPrivate(Environment document) {
    PrivateEnvironmentConfig config = document.getConfig().getPrivateEnvironmentConfig();
    return config.getEnablePrivateEnvironment()
        && config.getPrivateClusterConfig().getEnablePrivateEndpoint();
  }
}
