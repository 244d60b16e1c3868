package dev.composeraudit.sandbox.seed;

import com.google.cloud.orchestration.airflow.service.v1.NodeConfig;
import dev.composeraudit.sandbox.gke.AddressPlan;
import dev.composeraudit.sandbox.gke.ClusterObjects;
import dev.composeraudit.sandbox.kubernetes.CertificateAuthority;
import dev.composeraudit.sandbox.kubernetes.KubernetesKind;
import dev.composeraudit.sandbox.kubernetes.KubernetesObjects;
import dev.composeraudit.sandbox.kubernetes.KubernetesServer;
import dev.composeraudit.sandbox.kubernetes.KubernetesStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Kubernetes APIs of seeded clusters: one for each project, with a certificate authority of its
 * own, started when somebody first asks for it. In every other project the egress policy exempts
 * all private ranges.
 */
public final class SeededControlPlanes implements AutoCloseable {
  private final Clock clock;
  private final Map<String, ControlPlane> byProject = new ConcurrentHashMap<>();

  public SeededControlPlanes(Clock clock) {
    this.clock = clock;
  }

  /**
   * Where one is.
   *
   * @param authority the certificate of its authority, base64 of PEM
   */
  record ControlPlane(KubernetesServer server, String authority) {}

  public ControlPlane of(String project) {
    return byProject.computeIfAbsent(project, this::start);
  }

  @Override
  public void close() {
    byProject.values().forEach(each -> each.server().close());
  }

  private ControlPlane start(String project) {
    CertificateAuthority authority = CertificateAuthority.create(project);
    KubernetesObjects objects = new KubernetesObjects(clock);
    boolean exempt = (project.charAt(project.length() - 1) - '0') % 2 == 1;
    AddressPlan plan = AddressPlan.of(NodeConfig.getDefaultInstance());
    try {
      List<String> ranges = exempt ? AddressPlan.DEFAULT_NON_MASQUERADE : List.of(plan.pods());
      KubernetesKind kind = KubernetesKind.EGRESS_NAT_POLICY;
      objects.add(kind, "", ClusterObjects.policy("gke-0123abcd-1", plan.all()));
      objects.add(kind, "", ClusterObjects.policy("default", ranges));
      return new ControlPlane(
          KubernetesServer.start(
              authority, objects, KubernetesServer.Anonymous.ADMIN, handler -> handler),
          authority.base64Pem());
    } catch (KubernetesStatus refused) {
      throw new IllegalStateException(refused);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
