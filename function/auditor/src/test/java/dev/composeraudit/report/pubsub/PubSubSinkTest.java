package dev.composeraudit.report.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import com.google.gson.JsonParser;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingBatch;
import dev.composeraudit.report.finding.SampleFindings;
import dev.composeraudit.report.ocsf.OcsfWriter;
import dev.composeraudit.subject.Trigger.Kind;
import java.time.Clock;
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
                Map.entry("project", "acme-data")));
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

  private PubsubMessage sent(Result result) throws Exception {
    new PubSubSink(topic, SampleFindings.PRODUCER)
        .send(
            FindingBatch.of(SampleFindings.report(Kind.CREATE_LAST, result), Baseline.NONE),
            EventTimer.start(TestEvent.published("x"), Clock.systemUTC()));
    ArgumentCaptor<List<PubsubMessage>> messages = ArgumentCaptor.captor();
    verify(topic).publish(messages.capture(), any());
    return messages.getValue().get(0);
  }

  private static Finding finding(Result result) {
    return Finding.of(SampleFindings.report(Kind.CREATE_LAST, result), result, Baseline.NONE);
  }
}
