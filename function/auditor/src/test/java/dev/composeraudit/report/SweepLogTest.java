package dev.composeraudit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.event.PagePosition;
import dev.composeraudit.event.SweepRequest;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.log.StructuredLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the log says of each message of a sweep or a coverage check. */
final class SweepLogTest {
  private static final SweepRequest SWEEP = new SweepRequest("sweep-1", ManualTime.START);
  private static final PagePosition PAGE = PagePosition.first("folders/7").next("t");

  private final ManualTime time = new ManualTime();
  private final EventTimer timer = EventTimer.start(TestEvent.published("x"), time);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final SweepLog log =
      new SweepLog(
          new StructuredLog(new PrintStream(out, true, StandardCharsets.UTF_8), System.err, null));

  @Test
  void aPageIsCounted() {
    timer.happened(ManualTime.START.minusSeconds(5));
    time.sleep(Duration.ofSeconds(2));
    log.requested(SWEEP, PAGE, 500, timer);

    assertEntry(
        """
        {"severity": "INFO", "event": "sweep_requested", "sweep": "sweep-1",
         "message": "Swept page 2 of folders/7: requested 500 audits",
         "scope": "folders/7", "page": 2.0, "environments": 500.0,
         "age_ms": 7000.0, "fetch_ms": 2000.0, "evaluate_ms": 0.0, "publish_ms": 0.0}
        """);
  }

  @Test
  void theLastPageSaysHowManyThereWere() {
    timer.happened(ManualTime.START);
    log.finished(SWEEP, PAGE, 712, timer);

    assertEntry(
        """
        {"severity": "INFO", "event": "sweep_finished", "sweep": "sweep-1",
         "message": "Finished the sweep of folders/7: requested 712 audits on 2 pages",
         "scope": "folders/7", "page": 2.0, "environments": 712.0}
        """);
  }

  @Test
  void aSweepThatEndsEarlyIsAnErrorThatSaysWhereAndWhy() {
    timer.happened(ManualTime.START);
    log.failed(SWEEP, PAGE, "denied", timer);

    assertEntry(
        """
        {"severity": "ERROR", "event": "sweep_failed", "sweep": "sweep-1",
         "message": "A sweep stopped at page 2 of folders/7: denied",
         "scope": "folders/7", "page": 2.0, "reason": "denied"}
        """);
  }

  @Test
  void aListThatIsBegunAnewIsAWarning() {
    timer.happened(ManualTime.START);
    log.restarted("coverage", "check-1", PAGE, "answered 400", timer);

    assertEntry(
        """
        {"severity": "WARNING", "event": "coverage_restarted", "coverage": "check-1",
         "message": "The coverage begins anew: page 2 of folders/7: answered 400",
         "scope": "folders/7", "page": 2.0, "reason": "answered 400"}
        """);
  }

  @Test
  void aSweepOfSeveralScopesNamesThem() {
    log.begun(SWEEP, List.of("folders/7", "folders/8"), timer);

    assertThat(entry().getAsJsonObject().get("message").getAsString())
        .isEqualTo("Began a sweep of folders/7, folders/8");
  }

  private JsonElement entry() {
    return JsonParser.parseString(out.toString(StandardCharsets.UTF_8));
  }

  /** Compares an entry; the times that it does not name are zero. */
  private void assertEntry(String text) {
    JsonObject expected = JsonParser.parseString(text).getAsJsonObject();
    for (String time : List.of("age_ms", "fetch_ms", "evaluate_ms", "publish_ms")) {
      if (!expected.has(time)) {
        expected.addProperty(time, 0.0);
      }
    }
    assertThat(entry()).isEqualTo(expected);
  }
}
