package dev.composeraudit.report.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutures;
import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiExceptionFactory;
import com.google.cloud.NoCredentials;
import com.google.cloud.logging.LoggingException;
import com.google.cloud.logging.LoggingOptions;
import com.google.cloud.logging.Severity;
import com.google.cloud.logging.spi.v2.LoggingRpc;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.logging.type.LogSeverity;
import com.google.logging.v2.LogEntry;
import com.google.logging.v2.WriteLogEntriesRequest;
import com.google.logging.v2.WriteLogEntriesResponse;
import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The copy of what is logged, in whichever project an organization collects its audits. */
final class CentralLogTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final List<WriteLogEntriesRequest> requests = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void entriesAreCopiedInOneCallIntoTheLogThatWasNamed() {
    structuredLog(ApiFutures.immediateFuture(WriteLogEntriesResponse.getDefaultInstance()))
        .write(List.of(entry(Severity.NOTICE, "one"), entry(Severity.INFO, "two")));

    assertThat(requests).hasSize(1);
    List<LogEntry> copies = requests.get(0).getEntriesList();
    assertThat(copies)
        .extracting(copy -> copy.getJsonPayload().getFieldsOrThrow("event").getStringValue())
        .containsExactly("one", "two");
    assertThat(copies)
        .allSatisfy(
            copy -> {
              assertThat(copy.getLogName()).isEqualTo("projects/acme-logs/logs/composer%2Faudit");
              assertThat(copy.getResource().getType()).isEqualTo("global");
              assertThat(copy.getTimestamp()).isEqualTo(Timestamps.fromMillis(NOW.toEpochMilli()));
            });
    assertThat(copies.get(0).getSeverity()).isEqualTo(LogSeverity.NOTICE);
    assertThat(printed()).extracting(line -> text(line, "event")).containsExactly("one", "two");
  }

  @Test
  void whatWasNotCopiedIsSaidOnStandardOutputAndKeepsNothingFromBeingDone() {
    structuredLog(ApiFutures.immediateFailedFuture(denied()))
        .write(List.of(entry(Severity.INFO, "one")));

    assertThat(printed()).hasSize(2);
    assertThat(text(printed().get(0), "event")).isEqualTo("one");
    JsonObject failure = printed().get(1);
    assertThat(text(failure, "severity")).isEqualTo("WARNING");
    assertThat(text(failure, "event")).isEqualTo("central_log_failed");
    assertThat(text(failure, "message"))
        .startsWith("writing to projects/acme-logs/logs/composer%2Faudit failed: ")
        .contains("grant roles/logging.logWriter");
  }

  @Test
  void whatNobodyShallWaitForIsNotCopied() {
    structuredLog(ApiFutures.immediateFailedFuture(denied()))
        .writeLocally(entry(Severity.INFO, "one"));

    assertThat(requests).isEmpty();
    assertThat(printed()).extracting(line -> text(line, "event")).containsExactly("one");
  }

  private StructuredLog structuredLog(ApiFuture<WriteLogEntriesResponse> answer) {
    LoggingOptions options =
        LoggingOptions.newBuilder()
            .setProjectId("acme-logs")
            .setCredentials(NoCredentials.getInstance())
            .setAutoPopulateMetadata(false)
            .setServiceRpcFactory(ignored -> rpc(answer))
            .build();
    return new StructuredLog(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        System.err,
        new CentralLog(
            options.getService(),
            "projects/acme-logs/logs/composer%2Faudit",
            Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  /** What Google's client makes its calls through: accepts one kind. */
  private LoggingRpc rpc(ApiFuture<WriteLogEntriesResponse> answer) {
    return (LoggingRpc)
        Proxy.newProxyInstance(
            LoggingRpc.class.getClassLoader(),
            new Class<?>[] {LoggingRpc.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("write");
              requests.add((WriteLogEntriesRequest) arguments[0]);
              return answer;
            });
  }

  private static LoggingException denied() {
    return new LoggingException(
        ApiExceptionFactory.createException(
            "denied", null, GrpcStatusCode.of(Status.Code.PERMISSION_DENIED), false));
  }

  private static StructuredEntry entry(Severity severity, String event) {
    JsonObject payload = new JsonObject();
    payload.addProperty("event", event);
    return StructuredEntry.of(severity, payload);
  }

  private List<JsonObject> printed() {
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  private static String text(JsonObject entry, String key) {
    return entry.get(key).getAsString();
  }
}
