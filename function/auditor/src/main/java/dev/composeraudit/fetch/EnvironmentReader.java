package dev.composeraudit.fetch;

import com.google.auth.Credentials;
import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.container.v1.Cluster;
import dev.composeraudit.fetch.FetchResult.Found;
import dev.composeraudit.fetch.FetchResult.Gone;
import dev.composeraudit.http.CallListener;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Endpoints;
import dev.composeraudit.http.HttpSender;
import dev.composeraudit.http.Retry;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.http.TokenSource;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Trigger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Looks at environments: asks Composer about the environment, GKE about its cluster, Compute about
 * the cluster's subnetworks, and the cluster's own Kubernetes API about its egress policy.
 *
 * <p>Only reads; looking twice is harmless. Safe for use by many threads.
 */
public final class EnvironmentReader implements AutoCloseable {
  private final ExecutorService executor;
  private final ComposerReader environments;
  private final ClusterReader clusters;
  private final SubnetworkReader subnetworks;
  private final EgressReader egress;
  private final Inventory inventory;
  private final JudgedEnvironments judgements;
  private final Clock clock;

  private EnvironmentReader(
      ExecutorService executor,
      ComposerReader environments,
      ClusterReader clusters,
      SubnetworkReader subnetworks,
      EgressReader egress,
      Inventory inventory,
      JudgedEnvironments judgements,
      Clock clock) {
    this.executor = executor;
    this.environments = environments;
    this.clusters = clusters;
    this.subnetworks = subnetworks;
    this.egress = egress;
    this.inventory = inventory;
    this.judgements = judgements;
    this.clock = clock;
  }

  /**
   * Opens what is needed to look; calls nothing yet.
   *
   * @param credentials {@link com.google.cloud.NoCredentials} = ask without a token
   */
  public static EnvironmentReader open(
      Endpoints endpoints,
      ReaderLocation vantage,
      Credentials credentials,
      Clock clock,
      Sleeper sleeper,
      CallListener listener) {
    ExecutorService executor =
        Executors.newCachedThreadPool(
            new ThreadFactoryBuilder().setNameFormat("fetch-%d").setDaemon(true).build());
    TokenSource bearer = new TokenSource(credentials);
    HttpSender wire = HttpSender.open(TlsContexts.publicRoots(), executor, bearer, listener);
    Retry retries = new Retry(sleeper);
    GoogleApiClient google = new GoogleApiClient(wire, retries);
    ControlPlaneClients wires =
        new ControlPlaneClients(trust -> HttpSender.open(trust, executor, bearer, listener));
    return new EnvironmentReader(
        executor,
        ComposerReader.open(endpoints.composer(), wire, executor, retries),
        new ClusterReader(google, endpoints.gke()),
        new SubnetworkReader(google, endpoints.compute(), vantage.hostProjects()),
        new EgressReader(
            new Routes(vantage, endpoints.fakeGke()), wires, sleeper, vantage.composer1()),
        new Inventory(google, endpoints),
        new JudgedEnvironments(google, endpoints.logs()),
        clock);
  }

  /**
   * Looks at one environment, now.
   *
   * @return what was found, with the unknown parts and why; or that there is no such environment
   * @throws TransientException if Composer, GKE or Compute could not answer within the deadline; it
   *     carries what had been seen by then
   */
  public FetchResult observe(EnvironmentName name, Trigger trigger, Deadline deadline)
      throws TransientException {
    Observed<Environment> environment = environments.read(name, deadline);
    if (environment instanceof Unknown<Environment> unknown
        && unknown.reason() == Reason.NOT_FOUND) {
      return new Gone(name);
    }
    SubjectBuilder sighting = new SubjectBuilder(name, trigger, environment, clock.instant());
    try {
      look(environment.flatMap(known -> EnvironmentFacts.cluster(name, known)), sighting, deadline);
    } catch (TransientException trouble) {
      throw trouble.after(sighting.subject());
    }
    return new Found(sighting.subject());
  }

  /**
   * Which environments there are below a scope, now.
   *
   * @param scope {@code organizations/N}, {@code folders/N} or {@code projects/P}
   * @return unknown if not all of them could be told
   * @throws TransientException if Cloud Asset Inventory could not answer within the deadline
   */
  public Observed<List<ListedEnvironment>> environmentsBelow(String scope, Deadline deadline)
      throws TransientException {
    return inventory.below(scope, deadline);
  }

  /**
   * Which environments this deployment has judged since then, by its own log.
   *
   * @return unknown if not all of it could be read
   * @throws TransientException if Cloud Logging could not answer within the deadline
   */
  public Observed<Set<EnvironmentName>> judged(DeploymentLog log, Instant since, Deadline deadline)
      throws TransientException {
    return judgements.since(log, since, deadline);
  }

  /**
   * Which environments run in a cluster, now: empty if it is no environment's.
   *
   * @throws TransientException if Composer could not answer within the deadline
   */
  public Observed<List<EnvironmentName>> environmentsOf(ClusterName cluster, Deadline deadline)
      throws TransientException {
    return inventory.of(cluster, deadline);
  }

  /**
   * By which of its endpoints a cluster's Kubernetes API is asked from here, {@code its public
   * endpoint 34.1.2.3}; unknown if there is no way. Calls nothing.
   */
  public Observed<String> way(ClusterName name, Cluster cluster) {
    return egress.way(name, cluster);
  }

  private void look(Observed<ClusterName> name, SubjectBuilder sighting, Deadline deadline)
      throws TransientException {
    if (name instanceof Unknown<ClusterName> unknown) {
      sighting.noCluster(unknown);
    } else {
      lookAtCluster(((Known<ClusterName>) name).value(), sighting, deadline);
    }
  }

  private void lookAtCluster(ClusterName name, SubjectBuilder sighting, Deadline deadline)
      throws TransientException {
    Observed<Cluster> cluster = clusters.read(name, deadline);
    if (cluster instanceof Unknown<Cluster> unknown) {
      sighting.noCluster(unknown);
      return;
    }
    sighting.cluster(cluster);
    Cluster document = ((Known<Cluster>) cluster).value();
    sighting.subnetworks(subnetworks.read(name, document, deadline));
    sighting.egress(egress.read(name, document, deadline));
  }

  @Override
  public void close() {
    environments.close();
    executor.shutdown();
  }
}
