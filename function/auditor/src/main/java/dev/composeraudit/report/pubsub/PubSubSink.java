package dev.composeraudit.report.pubsub;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingBatch;
import dev.composeraudit.report.finding.FindingSink;
import dev.composeraudit.report.finding.Producer;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.json.JsonWriter;
import dev.composeraudit.report.ocsf.OcsfWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Publishes findings to the findings topic: each as a CloudEvent in binary mode whose data is an
 * OCSF document, all of an event in one call.
 */
public final class PubSubSink implements FindingSink {
  private static final String EVENT_TYPE = "dev.composeraudit.finding.v1";

  private final Publisher topic;
  private final Producer producer;
  private final OcsfWriter writer;

  public PubSubSink(Publisher topic, Producer producer) {
    this.topic = topic;
    this.producer = producer;
    this.writer = new OcsfWriter(producer);
  }

  @Override
  public void send(FindingBatch batch, EventTimer timer) throws PublishException {
    List<PubsubMessage> messages = batch.published().stream().map(this::message).toList();
    if (!messages.isEmpty()) {
      topic.publish(messages, timer.deadline());
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
    return attributes;
  }
}
