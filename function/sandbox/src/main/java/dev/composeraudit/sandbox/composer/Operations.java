package dev.composeraudit.sandbox.composer;

import com.google.cloud.orchestration.airflow.service.v1.OperationMetadata;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsGrpc.OperationsImplBase;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import com.google.rpc.Status;
import dev.composeraudit.sandbox.api.Answer;
import dev.composeraudit.sandbox.api.ResourceName;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Long-running operations, as clients poll them. */
public final class Operations extends OperationsImplBase {
  private final Clock clock;
  private final Map<String, Operation> operations = new ConcurrentHashMap<>();

  public Operations(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void getOperation(GetOperationRequest request, StreamObserver<Operation> observer) {
    Answer.with(observer, () -> get(request.getName()));
  }

  private Operation get(String name) {
    Operation operation = operations.get(name);
    if (operation == null) {
      throw io.grpc.Status.NOT_FOUND
          .withDescription("Operation not found: " + name)
          .asRuntimeException();
    }
    return operation;
  }

  public Operation start(ResourceName resource, OperationMetadata.Type type, String resourceUuid) {
    OperationMetadata metadata =
        OperationMetadata.newBuilder()
            .setState(OperationMetadata.State.RUNNING)
            .setOperationType(type)
            .setResource(resource.toString())
            .setResourceUuid(resourceUuid)
            .setCreateTime(now())
            .build();
    Operation operation =
        Operation.newBuilder()
            .setName(resource.parent() + "/operations/" + UUID.randomUUID())
            .setMetadata(Any.pack(metadata))
            .build();
    operations.put(operation.getName(), operation);
    return operation;
  }

  /** Ends an operation well. */
  void succeed(Operation operation, Message response) {
    Any metadata = ended(operation, OperationMetadata.State.SUCCEEDED);
    operations.put(
        operation.getName(),
        operation.toBuilder()
            .setDone(true)
            .setMetadata(metadata)
            .setResponse(Any.pack(response))
            .build());
  }

  /** Ends an operation with an error. */
  public void fail(Operation operation, Status error) {
    Any metadata = ended(operation, OperationMetadata.State.FAILED);
    operations.put(
        operation.getName(),
        operation.toBuilder().setDone(true).setMetadata(metadata).setError(error).build());
  }

  private Any ended(Operation operation, OperationMetadata.State state) {
    try {
      return Any.pack(
          operation.getMetadata().unpack(OperationMetadata.class).toBuilder()
              .setState(state)
              .setEndTime(now())
              .build());
    } catch (com.google.protobuf.InvalidProtocolBufferException ourOwn) {
      throw new IllegalStateException(ourOwn);
    }
  }

  private Timestamp now() {
    return Timestamps.fromMillis(clock.millis());
  }
}
