package dev.composeraudit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import com.google.gson.JsonObject;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.FindingSink;
import dev.composeraudit.report.finding.Principals;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.finding.SampleFindings;
import dev.composeraudit.report.finding.TeamLabels;
import dev.composeraudit.report.log.StructuredLog;
import dev.composeraudit.report.pubsub.Publisher;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mockito.ArgumentCaptor;

/** A reporter, with mocks of what it publishes to, and the log that it writes. */
final class ReporterFixture {
  final EventTimer timer = EventTimer.start(TestEvent.published("x"), Clock.systemUTC());
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final Publisher findings = mock(Publisher.class);
  final Publisher deadLetters = mock(Publisher.class);
  final FindingSink other = mock(FindingSink.class);
  final Reporter reporter = reporter(deadLetters, List.of(), Baseline.NONE);

  Reporter withoutDeadLetters() {
    return reporter(null, List.of(), Baseline.NONE);
  }

  /** A reporter with further sinks, which are called in this order. */
  Reporter withSinks(FindingSink... sinks) {
    return reporter(null, List.of(sinks), Baseline.NONE);
  }

  Reporter with(Baseline baseline) {
    return reporter(null, List.of(), baseline);
  }

  private Reporter reporter(
      @Nullable Publisher rejected, List<FindingSink> others, Baseline baseline) {
    return new Reporter(
        findings,
        others,
        rejected,
        new StructuredLog(new PrintStream(out, true, StandardCharsets.US_ASCII), System.err, null),
        SampleFindings.PRODUCER,
        baseline,
        Principals.FULL,
        TeamLabels.DEFAULT);
  }

  List<PubsubMessage> published(Publisher to) throws PublishException {
    ArgumentCaptor<List<PubsubMessage>> messages = ArgumentCaptor.captor();
    verify(to).publish(messages.capture(), any());
    return messages.getValue();
  }

  /** Every line, each of which has to be strict JSON by itself. */
  List<JsonObject> entries() {
    return out.toString(StandardCharsets.UTF_8).lines().map(ReporterFixture::strict).toList();
  }

  JsonObject onlyEntry() {
    assertThat(entries()).hasSize(1);
    return entries().get(0);
  }

  private static JsonObject strict(String line) {
    try {
      return new Documents(Documents.PROVIDER)
          .read(new SourceFile("line", line))
          .get(0)
          .value()
          .getAsJsonObject();
    } catch (InvalidDocumentsException malformed) {
      throw new AssertionError(line, malformed);
    }
  }

  static String text(JsonObject entry, String key) {
    return entry.get(key).getAsString();
  }
}
