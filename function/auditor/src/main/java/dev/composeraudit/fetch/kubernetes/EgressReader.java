package dev.composeraudit.fetch.kubernetes;

import com.google.container.v1.Cluster;
import com.google.container.v1.DatapathProvider;
import com.google.gson.JsonObject;
import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.fetch.api.GoogleApiClient.Parser;
import dev.composeraudit.fetch.api.ReadRequest;
import dev.composeraudit.fetch.api.ResourceKind;
import dev.composeraudit.fetch.kubernetes.Route.Closed;
import dev.composeraudit.fetch.kubernetes.Route.Dial;
import dev.composeraudit.fetch.kubernetes.Route.Invalid;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.Deletion;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.agent.AgentConfigMap;
import dev.composeraudit.subject.agent.AgentDaemonSet;
import java.net.URI;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads the Kubernetes objects that decide the source address of Pods: EgressNATPolicies on
 * Autopilot and Dataplane V2; ip-masq-agent's ConfigMap and DaemonSet on Standard clusters, which
 * only Composer 1 has. Objects that do not decide are not read.
 */
public final class EgressReader {
  private static final String CONFIG_MAP =
      "/api/v1/namespaces/kube-system/configmaps/ip-masq-agent";
  private static final String DAEMON_SET =
      "/apis/apps/v1/namespaces/kube-system/daemonsets/ip-masq-agent";

  private static final String LEFT_OUT =
      "control planes are not called (leave out --no-control-planes to read it)";

  /** The longest that one control plane may take for all that is read of it, waits included. */
  private static final Duration CONTROL_PLANE = Duration.ofSeconds(10);

  private static final AccessRemedy WITH_COMPOSER_1 =
      new AccessRemedy.Redeploy("--with-composer-1");

  private final Routes routes;
  private final ControlPlaneClients clients;
  private final ControlPlaneTokens tokens;
  private final ControlPlaneTurns turns = new ControlPlaneTurns();
  private final Sleeper sleeper;
  private final boolean composer1;

  /**
   * @param composer1 whether to read what only Composer 1 needs
   */
  public EgressReader(
      Routes routes,
      ControlPlaneClients clients,
      ControlPlaneTokens tokens,
      Sleeper sleeper,
      boolean composer1) {
    this.routes = routes;
    this.clients = clients;
    this.tokens = tokens;
    this.sleeper = sleeper;
    this.composer1 = composer1;
  }

  /** The endpoint by which the cluster's API is called; unknown if there is no route to it. */
  public Observed<String> endpoint(ClusterName name, Cluster cluster) {
    Route route = routes.choose(cluster);
    if (route instanceof Dial dial) {
      return Observed.known(dial.endpoint() + " " + dial.authority());
    }
    return unreached(request(ResourceKind.EGRESS_NAT_POLICIES, name), cluster, route);
  }

  private static <T> Unknown<T> unreached(ReadRequest request, Cluster cluster, Route route) {
    return route instanceof Invalid invalid
        ? request.unknown(Reason.REFUSED, invalid.why())
        : request.unknown(
            Reason.CONTROL_PLANE_UNREACHABLE,
            ((Closed) route).why(),
            ((Closed) route).readerHelps()
                ? Routes.closerReader(request.project(), cluster)
                : Optional.empty());
  }

  /**
   * Reads the objects that decide in this cluster.
   *
   * @throws TransientException only if there was no time left to begin, no access token yet, or no
   *     turn
   */
  public EgressObjects read(ClusterName name, Cluster cluster, Deadline deadline)
      throws TransientException {
    ReadRequest request = request(ResourceKind.EGRESS_NAT_POLICIES, name);
    if (deadline.remaining().isZero()) {
      throw new TransientException(request + ": no time left for it", null);
    }
    if (routes.areLeftOut()) {
      return EgressObjects.unknown(request.unknown(Reason.NOT_READ, LEFT_OUT));
    }
    Route route = routes.choose(cluster);
    if (!(route instanceof Dial dial)) {
      return EgressObjects.unknown(unreached(request, cluster, route));
    }
    Optional<Unknown<Object>> noToken =
        tokens.missing(request, URI.create("https://" + dial.authority()));
    if (noToken.isPresent()) {
      return EgressObjects.unknown(noToken.get());
    }
    return call(name, cluster, dial, deadline);
  }

  /** Reads by a route, when this event has its turn at the control plane. */
  private EgressObjects call(ClusterName name, Cluster cluster, Dial dial, Deadline deadline)
      throws TransientException {
    ReadRequest request = request(ResourceKind.EGRESS_NAT_POLICIES, name);
    ControlPlaneTurns.Turn turn;
    try {
      turn = turns.await(name, deadline.atMost(CONTROL_PLANE));
    } catch (ControlPlaneTurns.NoTurnException busy) {
      throw new TransientException(
          request + ": other events are already reading from this control plane", busy);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TransientException(request + ": interrupted", interrupted);
    }
    try {
      return read(
          name,
          cluster,
          new KubernetesClient(
              dial.authority(),
              Routes.closerReader(name.project(), cluster),
              clients.to(dial),
              sleeper,
              deadline.within(CONTROL_PLANE)));
    } catch (CertificateException unusable) {
      return EgressObjects.unknown(
          request.unknown(Reason.UNTRUSTED_CERTIFICATE, String.valueOf(unusable.getMessage())));
    } finally {
      turn.close();
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
          request(ResourceKind.AGENT_CONFIG_MAP, name)
              .unknown(
                  Reason.NOT_READ,
                  "only Composer 1 needs it (set WITH_COMPOSER_1 to read it)",
                  WITH_COMPOSER_1);
      return new EgressObjects(policies, notRead.as(), notRead.as());
    }
    if (policies instanceof Unknown<?> unknown && isAboutTheConnection(unknown.reason())) {
      return EgressObjects.unknown(unknown);
    }
    Observed<Optional<AgentConfigMap>> config =
        object(
            api, request(ResourceKind.AGENT_CONFIG_MAP, name), CONFIG_MAP, EgressReader::configMap);
    if (config instanceof Unknown<?> unknown && isAboutTheConnection(unknown.reason())) {
      return new EgressObjects(policies, config, unknown.as());
    }
    return new EgressObjects(
        policies,
        config,
        object(
            api,
            request(ResourceKind.AGENT_DAEMON_SET, name),
            DAEMON_SET,
            EgressReader::daemonSet));
  }

  private static Observed<List<EgressNatPolicy>> policies(
      ClusterName name, Cluster cluster, KubernetesClient api) {
    return mayHavePolicies(cluster)
        ? new EgressNatPolicyList(api).read(request(ResourceKind.EGRESS_NAT_POLICIES, name))
        : request(ResourceKind.EGRESS_NAT_POLICIES, name)
            .unknown(Reason.NOT_READ, "without Dataplane V2 there are none");
  }

  /** A data plane that this version does not know may have them. */
  private static boolean mayHavePolicies(Cluster cluster) {
    DatapathProvider provider = cluster.getNetworkConfig().getDatapathProvider();
    return cluster.getAutopilot().getEnabled()
        || provider == DatapathProvider.ADVANCED_DATAPATH
        || provider == DatapathProvider.UNRECOGNIZED;
  }

  /** Whether the next object would fail in the same way, after the same wait. */
  private static boolean isAboutTheConnection(Reason reason) {
    return reason == Reason.CONTROL_PLANE_UNREACHABLE || reason == Reason.UNTRUSTED_CERTIFICATE;
  }

  private static <T> Observed<Optional<T>> object(
      KubernetesClient api, ReadRequest request, String path, Parser<T> parser) {
    return api.read(request, path).flatMap(json -> parse(request, json, parser));
  }

  private static <T> Observed<Optional<T>> parse(
      ReadRequest request, Optional<JsonObject> json, Parser<T> parser) {
    if (json.isEmpty()) {
      return Observed.known(Optional.empty());
    }
    try {
      return Deletion.checked(json.get(), Optional.of(parser.parse(json.get())));
    } catch (MalformedDocumentException malformed) {
      return request.unknown(Reason.UNREADABLE, String.valueOf(malformed.getMessage()));
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
    return request(ResourceKind.AGENT_CONFIG_MAP, name).unknown(Reason.NOT_READ, why);
  }

  private static ReadRequest request(ResourceKind kind, ClusterName name) {
    return new ReadRequest(kind, name.project(), name.toString());
  }
}
