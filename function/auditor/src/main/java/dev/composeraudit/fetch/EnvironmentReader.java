package dev.composeraudit.fetch;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.container.v1.Cluster;
import dev.composeraudit.fetch.FetchResult.Found;
import dev.composeraudit.fetch.FetchResult.Gone;
import dev.composeraudit.fetch.api.GoogleApiClient;
import dev.composeraudit.fetch.inventory.DeploymentLog;
import dev.composeraudit.fetch.inventory.EnvironmentPage;
import dev.composeraudit.fetch.inventory.Inventory;
import dev.composeraudit.fetch.inventory.JudgedEnvironments;
import dev.composeraudit.fetch.inventory.ProjectInventory;
import dev.composeraudit.fetch.kubernetes.ControlPlaneClients;
import dev.composeraudit.fetch.kubernetes.ControlPlaneTokens;
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
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Parts;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Trigger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Reads an environment from Composer, its cluster from GKE, the cluster's subnetworks from Compute,
 * and the egress policy from the cluster's own Kubernetes API.
 *
 * <p>It changes nothing; a second read is harmless. Thread-safe.
 */
public final class EnvironmentReader implements AutoCloseable {
  private static final Unknown<Object> NOT_REACHED =
      new Unknown<>(Reason.NOT_YET, "not read yet in this attempt; the next delivery reads it");

  private final ExecutorService executor;
  private final ComposerReader environments;
  private final ClusterSubjectReader clusters;
  private final EgressReader egress;
  private final Inventory inventory;
  private final ProjectInventory projectInventory;
  private final JudgedEnvironments judgedEnvironments;
  private final Clock clock;

  /**
   * Opens the clients; connects to nothing yet.
   *
   * @param identities {@link com.google.cloud.NoCredentials} = send no token
   */
  public static EnvironmentReader open(
      Endpoints endpoints,
      ReaderLocation location,
      Identities identities,
      Clock clock,
      Sleeper sleeper) {
    return open(endpoints, location, identities, clock, sleeper, ResponseListener.NONE);
  }

  /** The same, with a listener that receives what control planes answer. */
  public static EnvironmentReader open(
      Endpoints endpoints,
      ReaderLocation location,
      Identities identities,
      Clock clock,
      Sleeper sleeper,
      ResponseListener listener) {
    return new EnvironmentReader(endpoints, location, identities, clock, sleeper, listener);
  }

  private EnvironmentReader(
      Endpoints endpoints,
      ReaderLocation location,
      Identities identities,
      Clock clock,
      Sleeper sleeper,
      ResponseListener listener) {
    this.executor =
        Executors.newCachedThreadPool(
            new ThreadFactoryBuilder().setNameFormat("fetch-%d").setDaemon(true).build());
    TokenSource tokens = new TokenSource(identities.google());
    ControlPlaneTokens controlPlaneTokens = new ControlPlaneTokens(identities.controlPlanes());
    Retry retry = new Retry(sleeper);
    GoogleApiClient google =
        new GoogleApiClient(
            BoundedHttpClient.open(TlsContexts.publicRoots(), executor, tokens), retry);
    ControlPlaneClients controlPlanes =
        new ControlPlaneClients(
            trust -> BoundedHttpClient.open(trust, executor, controlPlaneTokens.source(), listener),
            CompletableFuture.delayedExecutor(
                Deadline.EVENT.toSeconds(), TimeUnit.SECONDS, executor));
    this.egress =
        new EgressReader(
            new Routes(location.vpcs(), endpoints.fakeGke(), location.controlPlanes()),
            controlPlanes,
            controlPlaneTokens,
            sleeper,
            location.composer1());
    this.environments = ComposerReader.open(endpoints.composer(), tokens, executor, retry);
    this.clusters =
        new ClusterSubjectReader(
            new ClusterReader(google, endpoints.gke()),
            List.of(
                new SubnetworkReader(google, endpoints.compute(), location.hostProjects()),
                (name, cluster, deadline) -> egress.read(name, cluster, deadline)::addTo),
            executor);
    this.inventory = new Inventory(google, endpoints);
    this.projectInventory = new ProjectInventory(google, endpoints);
    this.judgedEnvironments = new JudgedEnvironments(google, endpoints.logs(), sleeper);
    this.clock = clock;
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
    return read(name, trigger, deadline, any -> false);
  }

  /**
   * The same, but the cluster and its parts are not read if the environment alone is enough.
   *
   * @param isEnough whether a subject with only the environment is enough
   */
  public FetchResult read(
      EnvironmentName name, Trigger trigger, Deadline deadline, Predicate<Subject> isEnough)
      throws TransientException {
    Observed<Environment> environment = environments.read(name, deadline);
    if (environment instanceof Unknown<Environment> unknown
        && unknown.reason() == Reason.NOT_FOUND) {
      return new Gone(name);
    }
    Observed<ClusterName> cluster =
        environment.flatMap(known -> EnvironmentFacts.cluster(name, known));
    Parts parts = Parts.unknown(cluster instanceof Unknown<?> why ? why : NOT_REACHED);
    Subject subject =
        new Subject(
            name,
            trigger,
            parts.with(Part.ENVIRONMENT, environment),
            environment instanceof Known<Environment> known
                ? EnvironmentFacts.unknownFields(known.value())
                : Map.of(),
            "kubernetes-api",
            clock.instant());
    return new Found(
        cluster instanceof Known<ClusterName> known && !isEnough.test(subject)
            ? clusters.read(known.value(), subject, deadline)
            : subject);
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
   * Lists one page of the environments below a scope.
   *
   * @param scope {@code organizations/N}, {@code folders/N} or {@code projects/P}
   * @param token the page's; blank for the first page
   * @return unknown if the page cannot be read, or the token is not accepted anymore
   * @throws TransientException if Cloud Asset Inventory did not answer within the deadline
   */
  public Observed<EnvironmentPage> environmentPage(String scope, String token, Deadline deadline)
      throws TransientException {
    return inventory.page(scope, token, deadline);
  }

  /**
   * Those of some environments that this deployment has judged since then, from its own log.
   *
   * @return unknown if the log could not be read far enough
   * @throws TransientException if Cloud Logging did not answer within the deadline
   */
  public Observed<Set<EnvironmentName>> judged(
      DeploymentLog log, List<EnvironmentName> environments, Instant since, Deadline deadline)
      throws TransientException {
    return judgedEnvironments.since(log, environments, since, deadline);
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

  @Override
  public void close() {
    environments.close();
    executor.shutdown();
  }
}
