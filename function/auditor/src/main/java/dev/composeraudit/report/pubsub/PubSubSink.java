package dev.composeraudit.report.pubsub;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingBatch;
import dev.composeraudit.report.finding.FindingSink;
import dev.composeraudit.report.finding.FindingStatus;
import dev.composeraudit.report.finding.Producer;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.json.JsonWriter;
import dev.composeraudit.report.ocsf.OcsfWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Publishes findings to the findings topic: each as a CloudEvent in binary mode whose data is an
 * OCSF document, those of an event in one call if they are small enough.
 */
public final class PubSubSink implements FindingSink {
  private static final String EVENT_TYPE = "dev.composeraudit.finding.v1";

  /** The most bytes of a request; Pub/Sub takes 10,000,000. */
  private static final int REQUEST = 5_000_000;

  private final Publisher topic;
  private final Producer producer;
  private final OcsfWriter writer;

  public PubSubSink(Publisher topic, Producer producer) {
    this.topic = topic;
    this.producer = producer;
    this.writer = new OcsfWriter(producer);
  }

  /**
   * Publishes violations first. Where Pub/Sub does not take a request, each of its findings is
   * published alone, and what is not taken even so, without its remedies.
   *
   * @throws PublishException if a finding was not accepted; the others have been sent even so
   */
  @Override
  public void send(FindingBatch batch, EventTimer timer) throws PublishException {
    List<PublishException> failures = new ArrayList<>();
    for (List<Message> request : requests(batch.published())) {
      publish(request, timer, failures);
    }
    if (!failures.isEmpty()) {
      PublishException first = failures.get(0);
      failures.subList(1, failures.size()).forEach(first::addSuppressed);
      throw first;
    }
  }

  /** A finding and how it is published. */
  private record Message(Finding finding, PubsubMessage body) {
    /** Base64 takes a third more; attributes and quotation marks are below 4 kB. */
    int encodedSize() {
      return body.getSerializedSize() / 3 * 4 + 4096;
    }
  }

  /** Violations, then the rest, in requests that are far below the limits of Pub/Sub. */
  private List<List<Message>> requests(List<Finding> findings) {
    List<Finding> ordered = new ArrayList<>(findings);
    ordered.sort(Comparator.comparing(finding -> !isViolation(finding)));
    List<List<Message>> requests = new ArrayList<>();
    int left = 0;
    for (Finding finding : ordered) {
      Message message = new Message(finding, message(finding));
      if (requests.isEmpty() || message.encodedSize() > left) {
        requests.add(new ArrayList<>());
        left = REQUEST;
      }
      requests.get(requests.size() - 1).add(message);
      left -= message.encodedSize();
    }
    return requests;
  }

  private static boolean isViolation(Finding finding) {
    return finding.status() == FindingStatus.OPENED || finding.status() == FindingStatus.STILL_OPEN;
  }

  private void publish(List<Message> messages, EventTimer timer, List<PublishException> failures) {
    try {
      topic.publish(messages.stream().map(Message::body).toList(), timer.deadline());
    } catch (PublishException failed) {
      if (!failed.isRejected()) {
        failures.add(failed);
      } else if (messages.size() == 1) {
        publishWithoutRemedies(messages.get(0).finding(), timer, failures);
      } else {
        messages.forEach(message -> publish(List.of(message), timer, failures));
      }
    }
  }

  private void publishWithoutRemedies(
      Finding finding, EventTimer timer, List<PublishException> failures) {
    Finding smaller =
        finding.withoutRemedies("Pub/Sub did not accept this finding with its remedies");
    try {
      topic.publish(List.of(message(smaller)), timer.deadline());
    } catch (PublishException failed) {
      failures.add(failed);
    }
  }

  private PubsubMessage message(Finding finding) {
    return PubsubMessage.newBuilder()
        .setData(ByteString.copyFrom(JsonWriter.of(writer.write(finding))))
        .putAllAttributes(attributes(finding))
        .setOrderingKey(finding.uid())
        .build();
  }

  /** A CloudEvent's attributes, and those that subscriptions filter by. */
  private Map<String, String> attributes(Finding finding) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("content-type", "application/json");
    attributes.put("ce-specversion", "1.0");
    attributes.put("ce-id", finding.messageUid());
    attributes.put("ce-source", producer.source());
    attributes.put("ce-type", EVENT_TYPE);
    attributes.put("ce-subject", finding.resource().name());
    attributes.put("ce-time", finding.trigger().time().toString());
    attributes.put("ce-dataschema", OcsfWriter.SCHEMA);
    attributes.put("compliance_status", finding.status().code());
    attributes.put("severity", finding.severity().name());
    attributes.put("policy", finding.policy().name());
    if (!finding.resource().project().isEmpty()) {
      attributes.put("project", finding.resource().project());
    }
    if (!finding.resource().team().isEmpty()) {
      attributes.put("team", finding.resource().team());
    }
    return attributes;
  }
}
