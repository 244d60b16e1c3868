package dev.composeraudit.sandbox;

import com.google.api.MonitoredResource;
import com.google.logging.v2.ListLogEntriesRequest;
import com.google.logging.v2.ListLogEntriesResponse;
import com.google.logging.v2.LogEntry;
import com.google.logging.v2.LoggingServiceV2Grpc.LoggingServiceV2ImplBase;
import com.google.logging.v2.WriteLogEntriesRequest;
import com.google.logging.v2.WriteLogEntriesResponse;
import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Cloud Logging's API: writes entries, lists what is kept, newest first where that is asked for.
 * Filters are evaluated for {@link ListedEnvironments} only.
 */
final class LoggingService extends LoggingServiceV2ImplBase {
  private static final int MAX_FILTER = 20_000;

  private final LogRouter router;
  private final ListedEnvironments listed;
  private final Clock clock;

  LoggingService(LogRouter router, ListedEnvironments listed, Clock clock) {
    this.router = router;
    this.listed = listed;
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
    Answer.with(observer, () -> list(request));
  }

  private ListLogEntriesResponse list(ListLogEntriesRequest request) {
    if (request.getFilter().length() > MAX_FILTER) {
      throw Status.INVALID_ARGUMENT
          .withDescription("filter: longer than " + MAX_FILTER + " characters")
          .asRuntimeException();
    }
    List<LogEntry> entries = new ArrayList<>(router.entries());
    if (request.getOrderBy().equals("timestamp desc")) {
      Collections.reverse(entries);
    }
    entries.addAll(listed.entries(request.getFilter()));
    int begin = Math.min(begin(request.getPageToken()), entries.size());
    int size = request.getPageSize() == 0 ? entries.size() : request.getPageSize();
    int end = Math.min(begin + size, entries.size());
    return ListLogEntriesResponse.newBuilder()
        .addAllEntries(entries.subList(begin, end))
        .setNextPageToken(end < entries.size() ? new PageToken(end).toString() : "")
        .build();
  }

  private static int begin(String token) {
    try {
      return PageToken.parse(token).offset();
    } catch (IllegalArgumentException malformed) {
      throw Status.INVALID_ARGUMENT.withDescription(malformed.getMessage()).asRuntimeException();
    }
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
