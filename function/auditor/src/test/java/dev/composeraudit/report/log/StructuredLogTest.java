package dev.composeraudit.report.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.logging.Severity;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What happens when standard output cannot be written to. */
class StructuredLogTest {
  private static final StructuredEntry ENTRY =
      StructuredEntry.of(Severity.INFO, EntryFields.payload("event_judged", "m"));

  private final ByteArrayOutputStream fallback = new ByteArrayOutputStream();
  private final List<StructuredEntry> copied = new ArrayList<>();
  private final LogCopy copy =
      entries -> {
        copied.addAll(entries);
        return Optional.empty();
      };

  @Test
  void aStreamThatFailsIsReportedOnTheOtherAndInTheCentralLog() {
    log(broken()).write(List.of(ENTRY));

    JsonObject report = onlyLine();
    assertThat(report.get("event").getAsString()).isEqualTo("log_failed");
    assertThat(report.get("severity").getAsString()).isEqualTo("ERROR");
    assertThat(copied)
        .extracting(entry -> entry.payload().get("event").getAsString())
        .containsExactly("event_judged", "log_failed");
  }

  @Test
  void thatIsReportedOnce() {
    StructuredLog log = log(broken());
    log.writeLocally(ENTRY);
    log.write(List.of(ENTRY));
    log.write(List.of(ENTRY));

    onlyLine();
    assertThat(copied).containsExactly(ENTRY, ENTRY);
  }

  @Test
  void aStreamThatWorksLeavesTheOtherEmpty() {
    log(new ByteArrayOutputStream()).write(List.of(ENTRY));

    assertThat(fallback.size()).isZero();
    assertThat(copied).containsExactly(ENTRY);
  }

  private StructuredLog log(OutputStream out) {
    return new StructuredLog(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(fallback, true, StandardCharsets.UTF_8),
        copy);
  }

  private JsonObject onlyLine() {
    List<String> lines = fallback.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(1);
    return JsonParser.parseString(lines.get(0)).getAsJsonObject();
  }

  private static OutputStream broken() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("no space left on device");
      }
    };
  }
}
