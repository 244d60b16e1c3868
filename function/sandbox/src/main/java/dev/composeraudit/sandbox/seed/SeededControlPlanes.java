package dev.composeraudit.sandbox.seed;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.sandbox.gke.AddressPlan;
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
import java.util.stream.Collectors;

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
    AddressPlan plan = new AddressPlan("10.10.0.0/20", "192.168.0.0/16", "34.118.224.0/20");
    try {
      add(objects, "gke-0123abcd-1", plan.all());
      add(objects, "default", exempt ? AddressPlan.DEFAULT_NON_MASQUERADE : List.of(plan.pods()));
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

  private static void add(KubernetesObjects objects, String name, List<String> ranges)
      throws KubernetesStatus {
    String destinations =
        ranges.stream()
            .map(range -> "{\"cidr\": \"%s\"}".formatted(range))
            .collect(Collectors.joining(","));
    JsonObject policy =
        JsonParser.parseString(
                "{\"metadata\": {\"name\": \"%s\"}, \"spec\": {\"action\": \"NoSNAT\", \"destinations\": [%s]}}"
                    .formatted(name, destinations))
            .getAsJsonObject();
    objects.add(KubernetesKind.EGRESS_NAT_POLICY, "", policy);
  }
}
