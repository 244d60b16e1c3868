package dev.composeraudit.sandbox.composer;

import com.google.cloud.orchestration.airflow.service.v1.CreateEnvironmentRequest;
import com.google.cloud.orchestration.airflow.service.v1.DeleteEnvironmentRequest;
import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.cloud.orchestration.airflow.service.v1.EnvironmentsGrpc.EnvironmentsImplBase;
import com.google.cloud.orchestration.airflow.service.v1.GetEnvironmentRequest;
import com.google.cloud.orchestration.airflow.service.v1.ListEnvironmentsRequest;
import com.google.cloud.orchestration.airflow.service.v1.ListEnvironmentsResponse;
import com.google.cloud.orchestration.airflow.service.v1.UpdateEnvironmentRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.composeraudit.sandbox.api.Answer;
import dev.composeraudit.sandbox.api.ResourceName;
import dev.composeraudit.sandbox.api.RestJson;
import dev.composeraudit.sandbox.logging.AuditTrail;
import dev.composeraudit.sandbox.logging.AuditTrail.Call;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/**
 * Composer's Environments API: what is read at once, and what a {@link EnvironmentLifecycle} does.
 */
public final class ComposerService extends EnvironmentsImplBase {
  private final Environments environments;
  private final EnvironmentLifecycle life;
  private final AuditTrail trail;

  public ComposerService(Environments environments, EnvironmentLifecycle life, AuditTrail trail) {
    this.environments = environments;
    this.life = life;
    this.trail = trail;
  }

  @Override
  public void getEnvironment(GetEnvironmentRequest request, StreamObserver<Environment> observer) {
    Answer.with(observer, () -> environments.get(name(request.getName())));
  }

  @Override
  public void listEnvironments(
      ListEnvironmentsRequest request, StreamObserver<ListEnvironmentsResponse> observer) {
    Answer.with(
        observer,
        () ->
            ListEnvironmentsResponse.newBuilder()
                .addAllEnvironments(environments.list(request.getParent()))
                .build());
  }

  @Override
  public void createEnvironment(
      CreateEnvironmentRequest request, StreamObserver<Operation> observer) {
    Answer.with(
        observer,
        () -> {
          ResourceName name = name(request.getEnvironment().getName());
          Call call = new Call(version(), "Create", name);
          return audited(
              call,
              request,
              () -> {
                checkCreation(name, request);
                return life.create(call, request);
              });
        });
  }

  /** Changes labels; what else Composer can update is not here. */
  @Override
  public void updateEnvironment(
      UpdateEnvironmentRequest request, StreamObserver<Operation> observer) {
    Answer.with(
        observer,
        () -> {
          Call call = new Call(version(), "Update", name(request.getName()));
          return audited(call, request, () -> life.update(call, request));
        });
  }

  @Override
  public void deleteEnvironment(
      DeleteEnvironmentRequest request, StreamObserver<Operation> observer) {
    Answer.with(
        observer,
        () -> {
          Call call = new Call(version(), "Delete", name(request.getName()));
          return audited(call, request, () -> life.delete(call, request));
        });
  }

  /** What is refused is in the audit log too. */
  private Operation audited(Call call, Message request, Supplier<Operation> action) {
    try {
      return action.get();
    } catch (StatusRuntimeException refused) {
      trail.rejected(call, RestJson.json(Any.pack(request)), refused.getStatus());
      throw refused;
    }
  }

  private static void checkCreation(ResourceName name, CreateEnvironmentRequest request) {
    if (!request.getParent().equals(name.parent())) {
      throw invalid("Environment name does not lie below its parent " + request.getParent());
    }
    String requested = request.getEnvironment().getConfig().getSoftwareConfig().getImageVersion();
    if (!ImageVersion.resolve(requested).isOffered()) {
      throw invalid("Image version is not supported: " + requested);
    }
  }

  private static ResourceName name(String text) {
    return ResourceName.parse(text)
        .orElseThrow(() -> invalid("Not the name of an environment: " + text));
  }

  private static StatusRuntimeException invalid(String message) {
    return Status.INVALID_ARGUMENT.withDescription(message).asRuntimeException();
  }

  /** The version of the API that the caller used, as the audit log names it. */
  private static String version() {
    return ServiceRequestContext.current().path().startsWith("/v1beta1/") ? "v1beta1" : "v1";
  }
}
