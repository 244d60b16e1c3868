package dev.composeraudit.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.EventDecoder;
import dev.composeraudit.event.ProjectFilter;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.event.Request;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which events are saved, and what the function's decoder makes of them. */
final class SavedEventsTest {
  private static final String NAME = "projects/acme-data/locations/europe-west1/environments/etl";
  private static final String ENTRY =
      """
      {"insertId": "i1", "logName": "projects/acme-data/logs/cloudaudit.googleapis.com%%2Factivity",
       "timestamp": "2026-11-23T10:00:00Z",
       "operation": {"id": "o", "producer": "composer.googleapis.com", "last": true},
       "protoPayload": {"@type": "type.googleapis.com/google.cloud.audit.AuditLog",
         "serviceName": "composer.googleapis.com", "resourceName": "%s",
         "methodName":
           "google.cloud.orchestration.airflow.service.v1.Environments.UpdateEnvironment"}}
      """
          .formatted(NAME);
  private static final String PUBLISHED = "google.cloud.pubsub.topic.v1.messagePublished";
  private static final String DATA =
      Base64.getEncoder().encodeToString(ENTRY.getBytes(StandardCharsets.UTF_8));
  private static final String MESSAGE =
      "{\"data\": \"%s\", \"messageId\": \"7\", \"publishTime\": \"2026-11-23T10:00:01Z\"}"
          .formatted(DATA);

  @Test
  void everyFormIsTheSameEvent() throws InvalidDocumentsException {
    List<String> forms =
        List.of(
            ENTRY,
            "[" + ENTRY + "]",
            "{\"message\": %s, \"subscription\": \"projects/p/subscriptions/s\"}"
                .formatted(MESSAGE),
            "[{\"ackId\": \"a\", \"message\": %s}]".formatted(MESSAGE),
            "{\"receivedMessages\": [{\"ackId\": \"a\", \"message\": %s}]}".formatted(MESSAGE),
            "{\"received_messages\": [{\"ack_id\": \"a\", \"message\": %s}]}".formatted(MESSAGE),
            "{\"entries\": [%s], \"nextPageToken\": \"t\"}".formatted(ENTRY),
            ENTRY
                .replace("insertId", "insert_id")
                .replace("protoPayload", "proto_payload")
                .replace("logName", "log_name"),
            cloudEvent("google.cloud.audit.log.v1.written", "\"data\": " + ENTRY),
            "[" + cloudEvent(PUBLISHED, "\"data\": {\"message\": %s}".formatted(MESSAGE)) + "]",
            cloudEvent(PUBLISHED, "\"data_base64\": \"%s\"".formatted(base64("{\"message\": %s}"))),
            "{\"context\": {\"eventId\": \"1\"}, \"data\": %s}".formatted(MESSAGE),
            MESSAGE);
    for (String form : forms) {
      List<Request> requests = decode(form);
      assertThat(requests).as(form).hasSize(1);
      AuditRequest request = (AuditRequest) requests.get(0);
      assertThat(request.environment()).hasToString(NAME);
      assertThat(request.trigger().id()).isEqualTo("i1");
    }
  }

  private static String cloudEvent(String type, String data) {
    return "{\"specversion\": \"1.0\", \"id\": \"c\", \"source\": \"s\", \"type\": \"%s\", %s}"
        .formatted(type, data);
  }

  private static String base64(String form) {
    return Base64.getEncoder()
        .encodeToString(form.formatted(MESSAGE).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aCloudEventOfAnotherTypeIsForeign() throws InvalidDocumentsException {
    assertThat(decode(cloudEvent("google.cloud.storage.object.v1.finalized", "\"data\": {}")))
        .singleElement()
        .isInstanceOfSatisfying(
            RejectedEvent.class,
            rejected -> assertThat(rejected.code()).isEqualTo(RejectedEvent.Code.FOREIGN_EVENT));
  }

  @Test
  void severalAreReadInTheirOrder() throws InvalidDocumentsException {
    String second = ENTRY.replace("i1", "i2").replace("/etl", "/other");
    for (String separator : List.of(",", "\n")) {
      String both = ENTRY + separator + second;
      assertThat(decode(separator.equals(",") ? "[" + both + "]" : both))
          .extracting(request -> ((AuditRequest) request).trigger().id())
          .containsExactly("i1", "i2");
    }
  }

  @Test
  void theCopyOfARejectedEventIsTheEventItself() throws InvalidDocumentsException {
    String envelope = "{\"message\": %s}".formatted(MESSAGE);
    String copy =
        """
        {"message": {"data": "%s", "messageId": "9", "attributes": {"refused": "OUT_OF_SCOPE",
          "ce-id": "e1", "ce-type": "google.cloud.pubsub.topic.v1.messagePublished"}}}
        """
            .formatted(
                Base64.getEncoder().encodeToString(envelope.getBytes(StandardCharsets.UTF_8)));
    assertThat(decode(copy)).singleElement().isInstanceOf(AuditRequest.class);
  }

  @Test
  void whatTheFunctionWouldRejectIsRejected() throws InvalidDocumentsException {
    assertThat(decode("{\"message\": {\"data\": \"!\", \"messageId\": \"1\"}}"))
        .singleElement()
        .isInstanceOf(RejectedEvent.class);
    assertThat(decode(ENTRY.replace("composer.googleapis.com\", \"res", "x\", \"res")))
        .singleElement()
        .isInstanceOf(RejectedEvent.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\": 1}", "[{\"a\": 1}]", "\"text\"", "[[3]]"})
  void anythingElseIsAMistakeWithItsPlace(String text) {
    assertThatThrownBy(() -> decode(text))
        .isInstanceOf(InvalidDocumentsException.class)
        .hasMessageContaining("saved.json:1:")
        .hasMessageContaining("neither a log entry nor a Pub/Sub message");
  }

  private static List<Request> decode(String text) throws InvalidDocumentsException {
    EventDecoder decoder =
        new EventDecoder(
            ProjectFilter.EVERYTHING,
            Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC));
    List<CloudEvent> events = SavedEvents.read(new SourceFile("saved.json", text));
    return events.stream().map(decoder::decode).toList();
  }
}
