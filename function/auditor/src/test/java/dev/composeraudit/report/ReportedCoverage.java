package dev.composeraudit.report;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.event.CoverageCount;
import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.CoverageCheck;
import dev.composeraudit.report.finding.CoverageReport;
import dev.composeraudit.report.finding.CoverageReport.Compared;
import dev.composeraudit.report.finding.CoverageReport.Undecided;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.FindingSink;
import dev.composeraudit.report.finding.Principals;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.finding.SampleFindings;
import dev.composeraudit.report.finding.TeamLabels;
import dev.composeraudit.report.log.StructuredLog;
import dev.composeraudit.report.pubsub.Publisher;
import dev.composeraudit.subject.EnvironmentName;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.mockito.ArgumentCaptor;

/** A reporter of coverage checks whose Pub/Sub and other sink are mocks. */
final class ReportedCoverage {
  static final String SCOPE = "organizations/123";
  static final CoverageRequest CHECK =
      new CoverageRequest("check-1", Instant.parse("2026-11-23T10:00:00Z"));
  static final Instant TIME = Instant.parse("2026-11-23T10:00:02Z");
  static final CoverageReport MISSED =
      new Compared(CoverageCount.NONE.plus(3, List.of(name("one"), name("two"))));
  static final CoverageReport COVERED = new Compared(CoverageCount.NONE.plus(3, List.of()));
  static final CoverageReport UNDECIDED = new Undecided(List.of("grant roles/cloudasset.viewer"));
  static final CoverageReport NOTHING = new Compared(CoverageCount.NONE.plus(0, List.of()));

  final Publisher findings = mock(Publisher.class);
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final FindingSink other = mock(FindingSink.class);
  final Reporter reporter =
      new Reporter(
          findings,
          List.of(other),
          null,
          new StructuredLog(new PrintStream(out, true, StandardCharsets.UTF_8), System.err, null),
          SampleFindings.PRODUCER,
          Baseline.NONE,
          Principals.FULL,
          TeamLabels.DEFAULT);

  static CoverageReport report(String result) {
    return switch (result) {
      case "FAIL" -> MISSED;
      case "PASS" -> COVERED;
      case "ERROR" -> UNDECIDED;
      default -> NOTHING;
    };
  }

  JsonObject published(String scope, CoverageReport report) throws Exception {
    reporter.sendCoverage(new CoverageCheck(CHECK, scope, report, List.of(), TIME), timer());
    return JsonParser.parseString(message().getData().toStringUtf8()).getAsJsonObject();
  }

  /** The last one. */
  PubsubMessage message() throws PublishException {
    ArgumentCaptor<List<PubsubMessage>> messages = ArgumentCaptor.captor();
    verify(findings, atLeastOnce()).publish(messages.capture(), any());
    List<List<PubsubMessage>> all = messages.getAllValues();
    return all.get(all.size() - 1).get(0);
  }

  static String text(JsonObject finding, String object, String key) {
    return finding.getAsJsonObject(object).get(key).getAsString();
  }

  static EventTimer timer() {
    return EventTimer.start(TestEvent.published("x"), new ManualTime());
  }

  static EnvironmentName name(String environment) {
    return new EnvironmentName("acme-data", "europe-west1", environment);
  }
}
