package dev.composeraudit.event;

import static dev.composeraudit.event.TestDecoder.audited;
import static dev.composeraudit.event.TestDecoder.decode;
import static dev.composeraudit.event.TestDecoder.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.composeraudit.event.AuditRequest.Phase;
import dev.composeraudit.event.RejectedEvent.Code;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Large, deep, cut and changed events: decoding them ends in a value, at little cost. */
final class HostileEventsTest {
  @Test
  void everyTruncationOfAnEntryIsRejected() {
    byte[] entry = TestEntry.first().toString().getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < entry.length; length++) {
      byte[] cut = Arrays.copyOf(entry, length);
      assertThat(decode(TestEvent.published(cut))).isInstanceOf(RejectedEvent.class);
    }
  }

  @Test
  void anOversizedEventIsRejectedUnread() {
    TestEntry entry = TestEntry.first().with("protoPayload.request.padding", "x".repeat(800_000));

    assertThat(refused(entry).message())
        .matches("event: [0-9,]+ bytes; at most 1,048,576 are read");
  }

  @Test
  void anEntryOfTheLargestSizeThatLogsTakeIsRead() {
    TestEntry entry = TestEntry.first().with("protoPayload.request.padding", "x".repeat(520_000));

    assertThat(audited(entry).phase()).isEqualTo(Phase.FIRST);
  }

  @Test
  void anEntryThatIsTooDeepIsRejected() {
    TestEntry entry =
        TestEntry.first().withJson("protoPayload.request", "[".repeat(80) + "]".repeat(80));

    assertThat(refused(entry).code()).isEqualTo(Code.UNREADABLE);
  }

  @Test
  void aHugeExponentCostsNothing() {
    TestEntry entry = TestEntry.last().withJson("protoPayload.status", "{\"code\": 1e999999999}");

    assertThat(audited(entry).phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void anExponentBeyondAllNumbersIsRejected() {
    String entry =
        TestEntry.last().toString().replace("\"status\":{}", "\"status\":{\"code\":1e99999999999}");

    assertThat(refused(TestEvent.published(entry)).message()).contains("A number is out of range");
  }

  /** Whatever is done to an entry, reading it ends in a value: an exception would come back. */
  @Test
  void noMutationOfAnEntryMakesDecodingFail() {
    Random random = new Random(20261123);
    String[] tokens = {
      "null",
      "{}",
      "[]",
      "\"\"",
      "-1",
      "1e99999999999",
      "1e-99999999999",
      "true",
      "NaN",
      "\"\\ud800\"",
      "\"+1000000000-01-01T00:00:00Z\"",
      "}",
      "]",
      ",",
      ":",
      "\u0000",
      "\ufeff",
      "\\u0000"
    };
    String[] seeds = {TestEntry.first().toString(), TestEntry.last().toString()};
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
      for (int j = random.nextInt(3); j >= 0; j--) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + random.nextInt(40));
        text.replace(from, to, tokens[random.nextInt(tokens.length)]);
      }
      assertThat(decode(TestEvent.published(text.toString()))).isNotNull();
    }
  }

  @Test
  void noReplacementOfAMemberMakesDecodingFail() {
    List<String> values =
        List.of(
            "null",
            "{}",
            "[]",
            "[{}]",
            "\"\"",
            "\"x\"",
            "-1",
            "1e999999999",
            "true",
            "{\"a\":[1]}");
    for (String path :
        List.of(
            "logName",
            "insertId",
            "severity",
            "timestamp",
            "receiveTimestamp",
            "resource",
            "resource.type",
            "resource.labels",
            "resource.labels.project_id",
            "operation",
            "operation.id",
            "operation.first",
            "operation.last",
            "split",
            "protoPayload",
            "protoPayload.serviceName",
            "protoPayload.methodName",
            "protoPayload.resourceName",
            "protoPayload.authenticationInfo",
            "protoPayload.authenticationInfo.principalEmail",
            "protoPayload.status",
            "protoPayload.status.code",
            "protoPayload.status.message",
            "protoPayload.request",
            "protoPayload.request.environment",
            "protoPayload.request.environment.config",
            "protoPayload.request.environment.config.nodeConfig")) {
      for (String value : values) {
        assertThat(decode(TestEntry.first().withJson(path, value).event())).as(path).isNotNull();
      }
    }
  }

  static List<String> hostile() {
    String key = "{\"" + "k".repeat(8192) + "\":";
    return List.of(
        "{\"a\":[" + "0,".repeat(390_000) + "0]}",
        "{\"a\":[" + "[],".repeat(260_000) + "0]}",
        "{\"a\":[" + "{},".repeat(260_000) + "0]}",
        "{\"a\":[" + "{\"\":0},".repeat(110_000) + "0]}",
        "{" + "\"a\":0,".repeat(130_000) + "\"a\":0}",
        key.repeat(40) + "[" + "0,".repeat(200_000) + "0]" + "}".repeat(40),
        key.repeat(40) + "{" + "\"a\":0,".repeat(60_000) + "\"a\":0}" + "}".repeat(40),
        "{\"a\":\"" + "\\u0041".repeat(130_000) + "\"}",
        "{\"a\":" + "9".repeat(780_000) + "}",
        "{".repeat(780_000),
        " ".repeat(780_000));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void anEventOfTheLargestSizeCostsLittleWhateverItHolds(String entry) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    TestEvent event = TestEvent.published(entry);
    long before = threads.getCurrentThreadAllocatedBytes();

    assertThat(decode(event)).isInstanceOf(RejectedEvent.class);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64L * 1024 * 1024);
  }
}
