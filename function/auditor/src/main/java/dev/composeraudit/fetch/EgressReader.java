package dev.composeraudit.fetch;

import com.google.container.v1.Cluster;
import com.google.container.v1.DatapathProvider;
import com.google.gson.JsonObject;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.fetch.Route.Closed;
import dev.composeraudit.fetch.Route.Dial;
import dev.composeraudit.fetch.Route.Refused;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.AgentConfigMap;
import dev.composeraudit.subject.AgentDaemonSet;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;

/**
 * Reads from a cluster's Kubernetes API what decides the source address there: EgressNATPolicies on
 * Autopilot and Dataplane V2; ip-masq-agent's ConfigMap and DaemonSet on Standard clusters, which
 * only Composer 1 has. What does not decide is not read.
 */
final class EgressReader {
  private static final String CONFIG_MAP =
      "/api/v1/namespaces/kube-system/configmaps/ip-masq-agent";
  private static final String DAEMON_SET =
      "/apis/apps/v1/namespaces/kube-system/daemonsets/ip-masq-agent";

  private final Routes routes;
  private final ControlPlaneClients wires;
  private final Sleeper sleeper;
  private final boolean composer1;

  EgressReader(Routes routes, ControlPlaneClients wires, Sleeper sleeper, boolean composer1) {
    this.routes = routes;
    this.wires = wires;
    this.sleeper = sleeper;
    this.composer1 = composer1;
  }

  /** Makes of an object what is wanted. */
  @FunctionalInterface
  private interface Form<T> {
    T read(JsonObject json) throws MalformedDocumentException;
  }

  /** By which endpoint the cluster's API is asked; unknown if by none. */
  Observed<String> way(ClusterName name, Cluster cluster) {
    Route route = routes.choose(cluster);
    if (route instanceof Dial dial) {
      return Observed.known(dial.way() + " " + dial.authority());
    }
    return unreached(reading(ResourceKind.EGRESS_NAT_POLICIES, name), route);
  }

  private static <T> Unknown<T> unreached(ReadRequest reading, Route route) {
    return route instanceof Refused refused
        ? reading.unknown(Reason.REFUSED, refused.why())
        : reading.unknown(Reason.CONTROL_PLANE_UNREACHABLE, ((Closed) route).why());
  }

  /**
   * Reads what decides in this cluster.
   *
   * @throws TransientException only if there was no time left to begin
   */
  EgressObjects read(ClusterName name, Cluster cluster, Deadline deadline)
      throws TransientException {
    ReadRequest reading = reading(ResourceKind.EGRESS_NAT_POLICIES, name);
    if (deadline.remaining().isZero()) {
      throw new TransientException(reading + ": no time left for it", null);
    }
    Route route = routes.choose(cluster);
    if (!(route instanceof Dial dial)) {
      return EgressObjects.unknown(unreached(reading, route));
    }
    try {
      return read(
          name, cluster, new KubernetesClient(dial.authority(), wires.to(dial), sleeper, deadline));
    } catch (CertificateException unusable) {
      return EgressObjects.unknown(
          reading.unknown(Reason.UNTRUSTED_CERTIFICATE, String.valueOf(unusable.getMessage())));
    }
  }

  private EgressObjects read(ClusterName name, Cluster cluster, KubernetesClient api) {
    Observed<List<EgressNatPolicy>> policies = policies(name, cluster, api);
    if (cluster.getAutopilot().getEnabled()) {
      Unknown<?> notRead =
          notRead(name, "on Autopilot EgressNATPolicies decide, and kube-system is GKE's");
      return new EgressObjects(policies, notRead.as(), notRead.as());
    }
    if (!composer1) {
      Unknown<?> notRead =
          notRead(name, "only Composer 1 needs it (set WITH_COMPOSER_1 to read it)");
      return new EgressObjects(policies, notRead.as(), notRead.as());
    }
    if (policies instanceof Unknown<?> unknown && isAboutTheWay(unknown.reason())) {
      return EgressObjects.unknown(unknown);
    }
    Observed<Optional<AgentConfigMap>> config =
        object(
            api, reading(ResourceKind.AGENT_CONFIG_MAP, name), CONFIG_MAP, EgressReader::configMap);
    if (config instanceof Unknown<?> unknown && isAboutTheWay(unknown.reason())) {
      return new EgressObjects(policies, config, unknown.as());
    }
    return new EgressObjects(
        policies,
        config,
        object(
            api,
            reading(ResourceKind.AGENT_DAEMON_SET, name),
            DAEMON_SET,
            EgressReader::daemonSet));
  }

  private static Observed<List<EgressNatPolicy>> policies(
      ClusterName name, Cluster cluster, KubernetesClient api) {
    boolean hasThem =
        cluster.getAutopilot().getEnabled()
            || cluster.getNetworkConfig().getDatapathProvider()
                == DatapathProvider.ADVANCED_DATAPATH;
    return hasThem
        ? new EgressNatPolicyList(api).read(reading(ResourceKind.EGRESS_NAT_POLICIES, name))
        : reading(ResourceKind.EGRESS_NAT_POLICIES, name)
            .unknown(Reason.NOT_READ, "without Dataplane V2 there are none");
  }

  /** Whether the next object would meet the same obstacle, at the price of the same wait. */
  private static boolean isAboutTheWay(Reason reason) {
    return reason == Reason.CONTROL_PLANE_UNREACHABLE || reason == Reason.UNTRUSTED_CERTIFICATE;
  }

  private static <T> Observed<Optional<T>> object(
      KubernetesClient api, ReadRequest reading, String path, Form<T> form) {
    return api.read(reading, path).flatMap(json -> parse(reading, json, form));
  }

  private static <T> Observed<Optional<T>> parse(
      ReadRequest reading, Optional<JsonObject> json, Form<T> form) {
    if (json.isEmpty()) {
      return Observed.known(Optional.empty());
    }
    try {
      return Observed.known(Optional.of(form.read(json.get())));
    } catch (MalformedDocumentException malformed) {
      return reading.unknown(Reason.UNREADABLE, String.valueOf(malformed.getMessage()));
    }
  }

  private static AgentConfigMap configMap(JsonObject json) throws MalformedDocumentException {
    return AgentConfigMap.of(KubernetesObject.ofKind("ConfigMap", json));
  }

  private static AgentDaemonSet daemonSet(JsonObject json) throws MalformedDocumentException {
    AgentDaemonSet daemonSet = AgentDaemonSet.of(KubernetesObject.ofKind("DaemonSet", json));
    // A document may leave it out; the API never does.
    if (daemonSet.rollout().isEmpty()) {
      throw new MalformedDocumentException("status: missing");
    }
    return daemonSet;
  }

  private static Unknown<?> notRead(ClusterName name, String why) {
    return reading(ResourceKind.AGENT_CONFIG_MAP, name).unknown(Reason.NOT_READ, why);
  }

  private static ReadRequest reading(ResourceKind kind, ClusterName name) {
    return new ReadRequest(kind, name.project(), name.toString());
  }
}
