package dev.composeraudit.sandbox.gke;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import dev.composeraudit.sandbox.api.ResourceName;
import dev.composeraudit.sandbox.faults.CallInterceptor;
import dev.composeraudit.sandbox.logging.AuditTrail;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The clusters that exist, and what is to happen to those that don't yet. */
public final class Clusters implements AutoCloseable {
  private final Clock clock;
  private final CallInterceptor interceptor;
  private final AuditTrail trail;
  private final Map<String, ManagedCluster> clusters = new ConcurrentHashMap<>();
  private final Map<ResourceName, String> ofEnvironment = new ConcurrentHashMap<>();
  private final Map<ResourceName, List<String>> exemptions = new ConcurrentHashMap<>();
  private final Set<ResourceName> standard = ConcurrentHashMap.newKeySet();

  public Clusters(Clock clock, CallInterceptor interceptor, AuditTrail trail) {
    this.clock = clock;
    this.interceptor = interceptor;
    this.trail = trail;
  }

  /** Makes an environment's cluster, edited already where somebody asked for that before. */
  public ManagedCluster create(ResourceName environment, Environment document) {
    ManagedCluster.Mode mode =
        standard.contains(environment)
            ? ManagedCluster.Mode.STANDARD
            : ManagedCluster.Mode.AUTOPILOT;
    String hash = document.getUuid().substring(0, 8);
    ManagedCluster cluster =
        ManagedCluster.create(environment, document, hash, mode, clock, interceptor);
    List<String> exempt = exemptions.get(environment);
    if (exempt != null) {
      cluster.exempt(exempt);
    }
    cluster.listen((kind, verb, name) -> trail.changed(cluster.name(), kind, verb, name));
    clusters.put(cluster.name(), cluster);
    ofEnvironment.put(environment, cluster.name());
    return cluster;
  }

  /** Lets an environment's cluster, when it is made, be one as Composer 1 had them. */
  public void makeStandard(ResourceName environment) {
    standard.add(environment);
  }

  /** Edits the egress policy of an environment's cluster, now or as soon as it is there. */
  public void exempt(ResourceName environment, List<String> destinations) {
    exemptions.put(environment, destinations);
    find(environment).ifPresent(cluster -> cluster.exempt(destinations));
  }

  public Optional<ManagedCluster> find(String name) {
    return Optional.ofNullable(clusters.get(name));
  }

  public Collection<ManagedCluster> all() {
    return List.copyOf(clusters.values());
  }

  public void delete(ResourceName environment) {
    find(environment).ifPresent(ManagedCluster::close);
    String name = ofEnvironment.remove(environment);
    if (name != null) {
      clusters.remove(name);
    }
    exemptions.remove(environment);
  }

  @Override
  public void close() {
    clusters.values().forEach(ManagedCluster::close);
  }

  public Optional<ManagedCluster> find(ResourceName environment) {
    return Optional.ofNullable(ofEnvironment.get(environment)).flatMap(this::find);
  }
}
