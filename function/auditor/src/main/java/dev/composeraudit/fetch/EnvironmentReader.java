package dev.composeraudit.fetch;

import com.google.auth.Credentials;
import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.container.v1.Cluster;
import dev.composeraudit.fetch.FetchResult.Found;
import dev.composeraudit.fetch.FetchResult.Gone;
import dev.composeraudit.fetch.api.GoogleApiClient;
import dev.composeraudit.fetch.inventory.DeploymentLog;
import dev.composeraudit.fetch.inventory.Inventory;
import dev.composeraudit.fetch.inventory.JudgedEnvironments;
import dev.composeraudit.fetch.inventory.ListedEnvironment;
import dev.composeraudit.fetch.inventory.ProjectInventory;
import dev.composeraudit.fetch.kubernetes.ControlPlaneClients;
import dev.composeraudit.fetch.kubernetes.EgressReader;
import dev.composeraudit.fetch.kubernetes.Routes;
import dev.composeraudit.http.BoundedHttpClient;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Endpoints;
import dev.composeraudit.http.ResponseListener;
import dev.composeraudit.http.Retry;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.http.TlsContexts;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Reads an environment from Composer, its cluster from GKE, the cluster's subnetworks from Compute,
 * and the egress policy from the cluster's own Kubernetes API.
 *
 * <p>It changes nothing; a second read is harmless. Thread-safe.
 */
public final class EnvironmentReader implements AutoCloseable {
  private final ExecutorService executor;
  private final ComposerReader environments;
  private final ClusterReader clusters;
  private final SubnetworkReader subnetworks;
  private final EgressReader egress;
  private final Inventory inventory;
  private final ProjectInventory projectInventory;
  private final JudgedEnvironments judgedEnvironments;
  private final Clock clock;

  private EnvironmentReader(
      ExecutorService executor,
      ComposerReader environments,
      ClusterReader clusters,
      SubnetworkReader subnetworks,
      EgressReader egress,
      Inventory inventory,
      ProjectInventory projectInventory,
      JudgedEnvironments judgedEnvironments,
      Clock clock) {
    this.executor = executor;
    this.environments = environments;
    this.clusters = clusters;
    this.subnetworks = subnetworks;
    this.egress = egress;
    this.inventory = inventory;
    this.projectInventory = projectInventory;
    this.judgedEnvironments = judgedEnvironments;
    this.clock = clock;
  }

  /**
   * Opens the clients; connects to nothing yet.
   *
   * @param credentials {@link com.google.cloud.NoCredentials} = send no token
   */
  public static EnvironmentReader open(
      Endpoints endpoints,
      ReaderLocation location,
      Credentials credentials,
      Clock clock,
      Sleeper sleeper) {
    return open(endpoints, location, credentials, clock, sleeper, ResponseListener.NONE);
  }

  /** The same, with a listener that is told what control planes answer. */
  public static EnvironmentReader open(
      Endpoints endpoints,
      ReaderLocation location,
      Credentials credentials,
      Clock clock,
      Sleeper sleeper,
      ResponseListener listener) {
    ExecutorService executor =
        Executors.newCachedThreadPool(
            new ThreadFactoryBuilder().setNameFormat("fetch-%d").setDaemon(true).build());
    TokenSource tokens = new TokenSource(credentials);
    Retry retry = new Retry(sleeper);
    GoogleApiClient google =
        new GoogleApiClient(
            BoundedHttpClient.open(TlsContexts.publicRoots(), executor, tokens), retry);
    ControlPlaneClients controlPlanes =
        new ControlPlaneClients(
            trust -> BoundedHttpClient.open(trust, executor, tokens, listener),
            CompletableFuture.delayedExecutor(
                Deadline.EVENT.toSeconds(), TimeUnit.SECONDS, executor));
    return new EnvironmentReader(
        executor,
        ComposerReader.open(endpoints.composer(), tokens, executor, retry),
        new ClusterReader(google, endpoints.gke()),
        new SubnetworkReader(google, endpoints.compute(), location.hostProjects()),
        new EgressReader(
            new Routes(location.vpcs(), endpoints.fakeGke()),
            controlPlanes,
            sleeper,
            location.composer1(),
            location.controlPlanes()),
        new Inventory(google, endpoints),
        new ProjectInventory(google, endpoints),
        new JudgedEnvironments(google, endpoints.logs()),
        clock);
  }

  /**
   * Reads one environment.
   *
   * @return its subject, with the unknown parts and their reasons; or that there is no such
   *     environment
   * @throws TransientException if Composer, GKE or Compute did not answer within the deadline; it
   *     has the parts that had been read by then
   */
  public FetchResult read(EnvironmentName name, Trigger trigger, Deadline deadline)
      throws TransientException {
    Observed<Environment> environment = environments.read(name, deadline);
    if (environment instanceof Unknown<Environment> unknown
        && unknown.reason() == Reason.NOT_FOUND) {
      return new Gone(name);
    }
    SubjectBuilder subject = new SubjectBuilder(name, trigger, environment, clock.instant());
    try {
      readCluster(
          environment.flatMap(known -> EnvironmentFacts.cluster(name, known)), subject, deadline);
    } catch (TransientException failed) {
      throw failed.after(subject.subject());
    }
    return new Found(subject.subject());
  }

  /**
   * Lists the environments below a scope.
   *
   * @param scope {@code organizations/N}, {@code folders/N} or {@code projects/P}
   * @return unknown if the list is not complete
   * @throws TransientException if Cloud Asset Inventory did not answer within the deadline
   */
  public Observed<List<ListedEnvironment>> environmentsBelow(String scope, Deadline deadline)
      throws TransientException {
    return inventory.below(scope, deadline);
  }

  /**
   * Lists the environments of a project in one region, from Composer itself.
   *
   * @return unknown if the list is not complete
   * @throws TransientException if Composer did not answer within the deadline
   */
  public Observed<List<EnvironmentName>> environmentsIn(
      String project, String region, Deadline deadline) throws TransientException {
    return projectInventory.environments(project, region, deadline);
  }

  /**
   * Lists the regions that a project can use, from Compute.
   *
   * @throws TransientException if Compute did not answer within the deadline
   */
  public Observed<List<String>> regions(String project, Deadline deadline)
      throws TransientException {
    return projectInventory.regions(project, deadline);
  }

  /**
   * Lists the environments that this deployment has judged since then, from its own log.
   *
   * @return unknown if not all of it could be read
   * @throws TransientException if Cloud Logging did not answer within the deadline
   */
  public Observed<Set<EnvironmentName>> judged(DeploymentLog log, Instant since, Deadline deadline)
      throws TransientException {
    return judgedEnvironments.since(log, since, deadline);
  }

  /**
   * Lists the environments that run in a cluster; empty if it is not a cluster of Composer.
   *
   * @throws TransientException if Composer did not answer within the deadline
   */
  public Observed<List<EnvironmentName>> environmentsOf(ClusterName cluster, Deadline deadline)
      throws TransientException {
    return inventory.of(cluster, deadline);
  }

  /**
   * The endpoint by which a cluster's Kubernetes API is called from here, {@code its public
   * endpoint 34.1.2.3}; unknown if there is no route. Calls nothing.
   */
  public Observed<String> endpoint(ClusterName name, Cluster cluster) {
    return egress.endpoint(name, cluster);
  }

  private void readCluster(Observed<ClusterName> name, SubjectBuilder subject, Deadline deadline)
      throws TransientException {
    if (name instanceof Unknown<ClusterName> unknown) {
      subject.noCluster(unknown);
    } else {
      readCluster(((Known<ClusterName>) name).value(), subject, deadline);
    }
  }

  private void readCluster(ClusterName name, SubjectBuilder subject, Deadline deadline)
      throws TransientException {
    Observed<Cluster> cluster = clusters.read(name, deadline);
    if (cluster instanceof Unknown<Cluster> unknown) {
      subject.noCluster(unknown);
      return;
    }
    subject.cluster(cluster);
    Cluster document = ((Known<Cluster>) cluster).value();
    subject.subnetworks(subnetworks.read(name, document, deadline));
    subject.egress(egress.read(name, document, deadline));
  }

  @Override
  public void close() {
    environments.close();
    executor.shutdown();
  }
}
