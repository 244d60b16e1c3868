package dev.composeraudit.report.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.http.TestClients;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingBatch;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.finding.SampleFindings;
import dev.composeraudit.report.finding.TeamLabels;
import dev.composeraudit.report.ocsf.OcsfWriter;
import dev.composeraudit.subject.Trigger.Kind;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentCaptor;

/** How findings are published. */
class PubSubSinkTest {
  private final Publisher topic = mock(Publisher.class);

  @Test
  void theAttributesAreACloudEventAndWhatSubscriptionsFilterBy() throws Exception {
    PubsubMessage message = sent(SampleFindings.fail());

    assertThat(message.getAttributesMap())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("content-type", "application/json"),
                Map.entry("ce-specversion", "1.0"),
                Map.entry("ce-id", finding(SampleFindings.fail()).messageUid()),
                Map.entry("ce-source", SampleFindings.PRODUCER.source()),
                Map.entry("ce-type", "dev.composeraudit.finding.v1"),
                Map.entry("ce-subject", SampleFindings.NAME.toString()),
                Map.entry("ce-time", "2026-11-23T10:40:00.250Z"),
                Map.entry(
                    "ce-dataschema",
                    "https://schema.ocsf.io/1.8.0/classes/compliance_finding?profiles=cloud,datetime"),
                Map.entry("compliance_status", "FAIL"),
                Map.entry("severity", "HIGH"),
                Map.entry("policy", "ip-masquerade-agent-enabled"),
                Map.entry("project", "acme-data"),
                Map.entry("team", "data")));
  }

  @Test
  void theDataIsTheOcsfDocument() throws Exception {
    PubsubMessage message = sent(SampleFindings.fail());

    assertThat(JsonParser.parseString(message.getData().toStringUtf8()))
        .hasToString(
            new OcsfWriter(SampleFindings.PRODUCER)
                .write(finding(SampleFindings.fail()))
                .toString());
    assertThat(message.getOrderingKey()).isEqualTo(finding(SampleFindings.fail()).uid());
  }

  @ParameterizedTest
  @CsvSource({
    "FAIL, HIGH",
    "ERROR, HIGH",
    "EXEMPT, HIGH",
    "PASS, INFORMATIONAL",
    "SKIP, INFORMATIONAL"
  })
  void whatIsClosedIsInformational(Outcome outcome, String severity) throws Exception {
    assertThat(sent(SampleFindings.of(outcome, "m")).getAttributesMap())
        .containsEntry("severity", severity);
  }

  @Test
  void violationsAreFirst() throws Exception {
    try (FakePubsub pubsub = new FakePubsub()) {
      send(
          pubsub,
          SampleFindings.of(Outcome.PASS, "a"),
          SampleFindings.error(),
          SampleFindings.fail(),
          SampleFindings.of(Outcome.SKIP, "b"));

      assertThat(statuses(pubsub)).containsExactly("FAIL", "PASS", "ERROR", "SKIP");
      assertThat(pubsub.accepted()).hasSize(1);
    }
  }

  @Test
  void manyLargeFindingsAreSeveralRequestsFarBelowTheLimit() throws Exception {
    try (FakePubsub pubsub = new FakePubsub()) {
      send(pubsub, Collections.nCopies(60, large(5_000)).toArray(Result[]::new));

      assertThat(statuses(pubsub)).hasSize(60).containsOnly("FAIL");
      assertThat(pubsub.accepted())
          .hasSizeGreaterThan(1)
          .allSatisfy(body -> assertThat(body.toString().length()).isLessThan(5_000_000));
    }
  }

  @Test
  void noFindingIsLargerThan256KibWhateverTheClusterHolds() throws Exception {
    try (FakePubsub pubsub = new FakePubsub()) {
      send(pubsub, large(200_000));

      JsonObject document = document(pubsub, 0);
      assertThat(document.toString().getBytes(UTF_8)).hasSizeLessThan(256 * 1024);
      assertThat(document.getAsJsonObject("compliance").get("status_details").toString())
          .contains("… 1", "more");
      String advice = document.getAsJsonObject("remediation").get("desc").getAsString();
      assertThat(advice.getBytes(UTF_8)).hasSizeLessThan(64 * 1024);
      assertThat(advice).contains("more lines: this text is not complete, do not apply it");
      assertThat(document.getAsJsonArray("evidences").toString()).contains("more");
    }
  }

  @Test
  void whatPubsubRefusesTogetherIsPublishedOneByOneAndThenWithoutRemedies() throws Exception {
    Result large = large(200_000);
    try (FakePubsub pubsub = new FakePubsub().atMost(60_000)) {
      send(
          pubsub,
          SampleFindings.of(Outcome.PASS, "a"),
          SampleFindings.fail(),
          with(large, List.of(), large.remedies()));

      assertThat(pubsub.accepted()).hasSize(3);
      assertThat(statuses(pubsub)).containsExactly("FAIL", "FAIL", "PASS");
      JsonObject second = document(pubsub, 1);
      assertThat(second.getAsJsonObject("remediation").get("desc").getAsString())
          .isEqualTo(SampleFindings.POLICY.recommendation());
      assertThat(second.getAsJsonObject("unmapped").get("notes").toString())
          .contains("Pub/Sub did not accept this finding with its remedies");
    }
  }

  @Test
  void whatIsRefusedEvenSoGivesBackTheEventButKeepsNoOtherFindingFromBeingPublished() {
    try (FakePubsub pubsub = new FakePubsub().atMost(20_000)) {
      assertThatThrownBy(
              () ->
                  send(
                      pubsub,
                      large(200_000),
                      SampleFindings.of(Outcome.PASS, "a"),
                      SampleFindings.fail()))
          .isInstanceOf(PublishException.class)
          .hasMessageContaining("INVALID_ARGUMENT");
      assertThat(statuses(pubsub)).containsExactly("FAIL", "PASS");
    }
  }

  @Test
  void serversBeforePubsubRefuseWhatIsTooLargeByAnotherStatus() throws Exception {
    try (FakePubsub pubsub = new FakePubsub().first(1, 413, "<html>too large</html>")) {
      send(pubsub, SampleFindings.fail());

      assertThat(statuses(pubsub)).containsExactly("FAIL");
    }
  }

  /** A violation of a cluster with so many ranges: a message and a line of the remedy for each. */
  private static Result large(int ranges) {
    List<String> messages = new ArrayList<>();
    List<Result.Violation> violations = new ArrayList<>();
    StringBuilder manifest = new StringBuilder("spec:\n  destinations:\n");
    for (int i = 0; i < ranges; i++) {
      String range = "10.%d.%d.%d/32".formatted(i >> 16 & 255, i >> 8 & 255, i & 255);
      messages.add("\"" + range + "\" sees Pod addresses");
      violations.add(new Result.Violation("is(\"" + range + "\")", range + " is exempt: \\ 例"));
      manifest.append("    - cidr: ").append(range).append('\n');
    }
    Result fail = SampleFindings.fail();
    return with(
        new Result(
            fail.policy(),
            fail.outcome(),
            fail.severity(),
            messages,
            violations,
            fail.unknown(),
            List.of(),
            null,
            messages,
            List.of(),
            List.of()),
        violations,
        List.of(
            new Result.Remedy("Edit the egress policy", manifest.toString()),
            new Result.Remedy("Recreate it", manifest.toString())));
  }

  private static Result with(
      Result result, List<Result.Violation> violations, List<Result.Remedy> remedies) {
    return new Result(
        result.policy(),
        result.outcome(),
        result.severity(),
        violations.isEmpty() ? List.of("m") : result.messages(),
        violations,
        result.unknown(),
        result.causedBy(),
        result.exception(),
        violations.isEmpty() ? List.of() : result.notes(),
        remedies,
        List.of());
  }

  private static void send(FakePubsub pubsub, Result... results)
      throws IOException, PublishException {
    try (Publisher publisher =
        Publisher.to(
            SampleFindings.PRODUCER.topic(),
            pubsub.uri(),
            TestClients.http(),
            TestClients.retry())) {
      new PubSubSink(publisher, SampleFindings.PRODUCER)
          .send(
              FindingBatch.of(
                  SampleFindings.report(Kind.CREATE_LAST, results),
                  Baseline.NONE,
                  TeamLabels.DEFAULT),
              EventTimer.start(TestEvent.published("x"), Clock.systemUTC()));
    }
  }

  private static List<JsonObject> messages(FakePubsub pubsub) {
    return pubsub.accepted().stream()
        .flatMap(body -> body.getAsJsonArray("messages").asList().stream())
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  private static List<String> statuses(FakePubsub pubsub) {
    return messages(pubsub).stream()
        .map(it -> it.getAsJsonObject("attributes").get("compliance_status").getAsString())
        .toList();
  }

  private static JsonObject document(FakePubsub pubsub, int message) {
    byte[] data =
        Base64.getDecoder().decode(messages(pubsub).get(message).get("data").getAsString());
    return JsonParser.parseString(new String(data, UTF_8)).getAsJsonObject();
  }

  private PubsubMessage sent(Result result) throws Exception {
    new PubSubSink(topic, SampleFindings.PRODUCER)
        .send(
            FindingBatch.of(
                SampleFindings.report(Kind.CREATE_LAST, result), Baseline.NONE, TeamLabels.DEFAULT),
            EventTimer.start(TestEvent.published("x"), Clock.systemUTC()));
    ArgumentCaptor<List<PubsubMessage>> messages = ArgumentCaptor.captor();
    verify(topic).publish(messages.capture(), any());
    return messages.getValue().get(0);
  }

  private static Finding finding(Result result) {
    return Finding.of(
        SampleFindings.report(Kind.CREATE_LAST, result), result, Baseline.NONE, TeamLabels.DEFAULT);
  }
}
