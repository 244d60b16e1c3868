package dev.composeraudit.sandbox;

import com.google.api.MonitoredResource;
import com.google.logging.v2.ListLogEntriesRequest;
import com.google.logging.v2.ListLogEntriesResponse;
import com.google.logging.v2.LogEntry;
import com.google.logging.v2.LoggingServiceV2Grpc.LoggingServiceV2ImplBase;
import com.google.logging.v2.WriteLogEntriesRequest;
import com.google.logging.v2.WriteLogEntriesResponse;
import com.google.protobuf.util.Timestamps;
import io.grpc.stub.StreamObserver;
import java.time.Clock;

/** Cloud Logging's API: writes entries, lists what is kept. Filters are not evaluated. */
final class LoggingService extends LoggingServiceV2ImplBase {
  private final LogRouter router;
  private final Clock clock;

  LoggingService(LogRouter router, Clock clock) {
    this.router = router;
    this.clock = clock;
  }

  @Override
  public void writeLogEntries(
      WriteLogEntriesRequest request, StreamObserver<WriteLogEntriesResponse> observer) {
    request.getEntriesList().forEach(entry -> router.route(completed(entry, request)));
    observer.onNext(WriteLogEntriesResponse.getDefaultInstance());
    observer.onCompleted();
  }

  @Override
  public void listLogEntries(
      ListLogEntriesRequest request, StreamObserver<ListLogEntriesResponse> observer) {
    observer.onNext(ListLogEntriesResponse.newBuilder().addAllEntries(router.entries()).build());
    observer.onCompleted();
  }

  /** What an entry leaves out, its request says. */
  private LogEntry completed(LogEntry entry, WriteLogEntriesRequest request) {
    LogEntry.Builder builder = entry.toBuilder();
    if (entry.getLogName().isEmpty()) {
      builder.setLogName(request.getLogName());
    }
    if (entry.getResource().equals(MonitoredResource.getDefaultInstance())) {
      builder.setResource(request.getResource());
    }
    if (!entry.hasTimestamp()) {
      builder.setTimestamp(Timestamps.fromMillis(clock.millis()));
    }
    return builder.putAllLabels(request.getLabelsMap()).build();
  }
}
