package dev.composeraudit.sandbox.gke;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.cloud.orchestration.airflow.service.v1.NodeConfig;
import com.google.cloud.orchestration.airflow.service.v1.PrivateEnvironmentConfig;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpHandler;
import dev.composeraudit.sandbox.api.ResourceName;
import dev.composeraudit.sandbox.faults.CallInterceptor;
import dev.composeraudit.sandbox.kubernetes.CertificateAuthority;
import dev.composeraudit.sandbox.kubernetes.KubernetesKind;
import dev.composeraudit.sandbox.kubernetes.KubernetesObjects;
import dev.composeraudit.sandbox.kubernetes.KubernetesServer;
import dev.composeraudit.sandbox.kubernetes.KubernetesStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The cluster of an environment, with its Kubernetes API. */
public final class ManagedCluster implements AutoCloseable {
  private final ResourceName environment;
  private final String id;
  private final String subnetwork;
  private final String network;
  private final Mode mode;
  private final boolean isPrivate;
  private final AddressPlan addresses;
  private final CertificateAuthority authority;
  private final KubernetesObjects objects;
  private final KubernetesServer server;
  private final CallInterceptor interceptor;
  private @Nullable KubernetesServer impostor;
  private @Nullable KubernetesServer dnsEndpoint;
  private @Nullable String pretended;

  private ManagedCluster(
      ResourceName environment,
      Environment document,
      String hash,
      Mode mode,
      Clock clock,
      CallInterceptor interceptor) {
    NodeConfig nodes = document.getConfig().getNodeConfig();
    this.environment = environment;
    this.id = environment.location() + "-" + environment.id() + "-" + hash + "-gke";
    this.subnetwork = nodes.getSubnetwork();
    this.network = nodes.getNetwork();
    this.mode = mode;
    this.isPrivate = isPrivate(document);
    this.addresses = AddressPlan.of(nodes);
    this.authority = CertificateAuthority.create(id);
    this.objects = new KubernetesObjects(clock);
    this.interceptor = interceptor;
    this.server = start(authority, api -> interceptor.before(api, name()));
  }

  /** How a cluster is run, and by what its masquerading is configured. */
  public enum Mode {
    /** Composer 2: by EgressNATPolicies. */
    AUTOPILOT,
    /** Composer 1: by ip-masq-agent, where it is deployed, and its ConfigMap. */
    STANDARD
  }

  /**
   * Makes a cluster as Composer does: with GKE's own egress policy, and a default one that is GKE's
   * without the agent and Composer's with it.
   */
  public static ManagedCluster create(
      ResourceName environment,
      Environment document,
      String hash,
      Mode mode,
      Clock clock,
      CallInterceptor interceptor) {
    ManagedCluster cluster =
        new ManagedCluster(environment, document, hash, mode, clock, interceptor);
    boolean agent = document.getConfig().getNodeConfig().getEnableIpMasqAgent();
    if (mode == Mode.AUTOPILOT) {
      cluster.createPolicy("gke-" + hash + "-1", cluster.addresses.all());
      cluster.createPolicy(
          "default",
          agent ? List.of(cluster.addresses.pods()) : AddressPlan.DEFAULT_NON_MASQUERADE);
    } else if (agent) {
      cluster.create(KubernetesKind.DAEMON_SET, "kube-system", ClusterObjects.agentDaemonSet());
      cluster.create(
          KubernetesKind.CONFIG_MAP, "kube-system", ClusterObjects.agentConfig(cluster.addresses));
    }
    return cluster;
  }

  /** {@code projects/P/locations/R/clusters/C}. */
  public String name() {
    return "%s/clusters/%s".formatted(environment.parent(), id);
  }

  /** The cluster as GKE's REST API shows it. */
  public JsonObject document() {
    return new ClusterDocument(
            id,
            environment.location(),
            network,
            subnetwork,
            addresses,
            address(),
            dnsEndpoint(),
            mode,
            isPrivate,
            authority.base64Pem())
        .json();
  }

  /** Edits the editable policy, as somebody with kubectl would. */
  public void exempt(List<String> destinations) {
    try {
      objects.replace(
          KubernetesKind.EGRESS_NAT_POLICY,
          "",
          "default",
          ClusterObjects.policy("default", destinations));
    } catch (KubernetesStatus refused) {
      throw new IllegalStateException(refused);
    }
  }

  /** Calls a listener for changes from now on. */
  public void listen(KubernetesObjects.Listener listener) {
    objects.listen(listener);
  }

  /**
   * Adds policies that change nothing.
   *
   * @param ranges how many destinations each has, all of them the Pods' own
   */
  public void addPolicies(int count, int ranges) {
    List<String> destinations = Collections.nCopies(ranges, addresses.pods());
    for (int i = 0; i < count; i++) {
      createPolicy("further-%05d".formatted(i), destinations);
    }
  }

  /** A kubeconfig whose user is an administrator. */
  public String kubeconfig() {
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
  public synchronized void close() {
    server.close();
    if (impostor != null) {
      impostor.close();
    }
    if (dnsEndpoint != null) {
      dnsEndpoint.close();
    }
  }

  /** Lets its document name another address from now on. */
  public synchronized void pretend(String address) {
    pretended = address;
  }

  /** Where its API is; or, as a fault, where something is that it does not know. */
  private synchronized String address() {
    if (pretended != null) {
      return pretended;
    }
    if (!interceptor.faults().meetsImpostor(name())) {
      return server.address();
    }
    if (impostor == null) {
      impostor =
          start(CertificateAuthority.create("impostor"), api -> interceptor.before(api, name()));
    }
    return impostor.address();
  }

  /** From now on its DNS endpoint takes traffic from outside of the VPC. */
  public synchronized void openDnsEndpoint() {
    if (dnsEndpoint == null) {
      dnsEndpoint = start(authority, api -> interceptor.beforeDnsEndpoint(api, name()));
    }
  }

  /** Where that endpoint is, for which there is no name here; blank if it takes no traffic. */
  private synchronized String dnsEndpoint() {
    return dnsEndpoint == null ? "" : dnsEndpoint.address();
  }

  private KubernetesServer start(CertificateAuthority identity, UnaryOperator<HttpHandler> before) {
    try {
      return KubernetesServer.start(identity, objects, KubernetesServer.Anonymous.ADMIN, before);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void createPolicy(String policyName, List<String> destinations) {
    create(KubernetesKind.EGRESS_NAT_POLICY, "", ClusterObjects.policy(policyName, destinations));
  }

  private void create(KubernetesKind kind, String namespace, JsonObject object) {
    try {
      objects.add(kind, namespace, object);
    } catch (KubernetesStatus refused) {
      throw new IllegalStateException(refused);
    }
  }

  private static boolean isPrivate(Environment document) {
    PrivateEnvironmentConfig config = document.getConfig().getPrivateEnvironmentConfig();
    return config.getEnablePrivateEnvironment()
        && config.getPrivateClusterConfig().getEnablePrivateEndpoint();
  }
}
