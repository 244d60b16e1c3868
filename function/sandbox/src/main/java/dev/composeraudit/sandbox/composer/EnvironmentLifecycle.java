package dev.composeraudit.sandbox.composer;

import com.google.cloud.orchestration.airflow.service.v1.CreateEnvironmentRequest;
import com.google.cloud.orchestration.airflow.service.v1.DeleteEnvironmentRequest;
import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.cloud.orchestration.airflow.service.v1.OperationMetadata;
import com.google.cloud.orchestration.airflow.service.v1.UpdateEnvironmentRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.composeraudit.sandbox.api.ResourceName;
import dev.composeraudit.sandbox.api.RestJson;
import dev.composeraudit.sandbox.api.Threads;
import dev.composeraudit.sandbox.gke.Clusters;
import dev.composeraudit.sandbox.logging.AuditTrail;
import dev.composeraudit.sandbox.logging.AuditTrail.Call;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Creates, updates and deletes environments: long-running operations, seconds here where Composer
 * takes some 25 minutes, each with its first and its last audit log entry.
 */
public final class EnvironmentLifecycle implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(EnvironmentLifecycle.class.getName());

  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(2, Threads.daemons("composer"));
  private final Environments environments;
  private final Clusters clusters;
  private final Operations operations;
  private final AuditTrail trail;
  private final Duration creation;
  private final Map<ResourceName, String> failures = new ConcurrentHashMap<>();

  /**
   * @param creation how long a creation takes; an update or a deletion takes a quarter of that
   */
  public EnvironmentLifecycle(
      Environments environments,
      Clusters clusters,
      Operations operations,
      AuditTrail trail,
      Duration creation) {
    this.environments = environments;
    this.clusters = clusters;
    this.operations = operations;
    this.trail = trail;
    this.creation = creation;
  }

  /** Lets the creation of an environment, when it comes, end with an error. */
  public void failCreation(ResourceName name, String message) {
    failures.put(name, message);
  }

  public Operation create(Call call, CreateEnvironmentRequest request) {
    ResourceName name = call.environment();
    Environment begun = environments.begin(name, request.getEnvironment());
    Operation operation = operations.start(name, OperationMetadata.Type.CREATE, begun.getUuid());
    trail.first(call, operation, RestJson.json(Any.pack(request)));
    later(creation, () -> endCreation(call, operation));
    return operation;
  }

  public Operation update(Call call, UpdateEnvironmentRequest request) {
    ResourceName name = call.environment();
    environments.label(
        name, request.getUpdateMask().getPathsList(), request.getEnvironment().getLabelsMap());
    Environment updating = environments.state(name, Environment.State.UPDATING);
    Operation operation = operations.start(name, OperationMetadata.Type.UPDATE, updating.getUuid());
    trail.first(call, operation, RestJson.json(Any.pack(request)));
    later(creation.dividedBy(4), () -> endUpdate(call, operation));
    return operation;
  }

  public Operation delete(Call call, DeleteEnvironmentRequest request) {
    ResourceName name = call.environment();
    Environment deleted = environments.state(name, Environment.State.DELETING);
    Operation operation = operations.start(name, OperationMetadata.Type.DELETE, deleted.getUuid());
    trail.first(call, operation, RestJson.json(Any.pack(request)));
    later(creation.dividedBy(4), () -> endDeletion(call, operation));
    return operation;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void endCreation(Call call, Operation operation) {
    ResourceName name = call.environment();
    String failure = failures.remove(name);
    if (failure != null) {
      environments.state(name, Environment.State.ERROR);
      Status error = Status.newBuilder().setCode(Code.INTERNAL_VALUE).setMessage(failure).build();
      operations.fail(operation, error);
      trail.last(call, operation, error);
      return;
    }
    Environment creating = environments.get(name);
    String version = creating.getConfig().getSoftwareConfig().getImageVersion();
    String cluster =
        new ImageVersion(version).hasCluster() ? clusters.create(name, creating).name() : "";
    Environment running = environments.running(name, cluster);
    // As with the real one, the operation's environment lacks its state.
    operations.succeed(operation, running.toBuilder().clearState().build());
    trail.last(call, operation, null);
  }

  private void endUpdate(Call call, Operation operation) {
    Environment updated = environments.state(call.environment(), Environment.State.RUNNING);
    operations.succeed(operation, updated.toBuilder().clearState().build());
    trail.last(call, operation, null);
  }

  private void endDeletion(Call call, Operation operation) {
    environments.remove(call.environment());
    clusters.delete(call.environment());
    operations.succeed(operation, Empty.getDefaultInstance());
    trail.last(call, operation, null);
  }

  private void later(Duration delay, Runnable work) {
    ScheduledFuture<?> unused =
        timer.schedule(
            () -> {
              try {
                work.run();
              } catch (RuntimeException broken) {
                // The timer would swallow it, and the operation never end.
                LOGGER.log(Level.ERROR, "an operation broke off", broken);
              }
            },
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }
}
