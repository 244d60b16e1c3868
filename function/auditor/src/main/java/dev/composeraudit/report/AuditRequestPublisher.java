package dev.composeraudit.report;

import com.google.common.collect.ListMultimap;
import com.google.common.collect.Lists;
import com.google.common.collect.MultimapBuilder;
import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.event.SweepRequest;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.pubsub.Publisher;
import dev.composeraudit.subject.EnvironmentName;
import java.util.List;
import java.util.Map;

/**
 * Publishes a request for the audit of each of many environments to the events topic, so that
 * Pub/Sub and the platform's scaling spread the work. Sending them twice is harmless: the requests
 * have the sweep's id, and so have the findings that come of them.
 */
public final class AuditRequestPublisher {
  /** The most messages that Pub/Sub takes in one call. */
  private static final int BATCH = 1000;

  private final Publisher events;
  private final Map<String, Publisher> readers;

  /**
   * @param events for the environments that no reader is set up for
   * @param readers for those in a project and region, {@code P@REGION}: only their reader can read
   *     them whole, and another function's findings would contradict it
   */
  public AuditRequestPublisher(Publisher events, Map<String, Publisher> readers) {
    this.events = events;
    this.readers = Map.copyOf(readers);
  }

  /**
   * Asks for audits.
   *
   * @throws PublishException if a request was not accepted
   */
  public void send(SweepRequest sweep, List<EnvironmentName> environments, EventTimer timer)
      throws PublishException {
    timer.enter(EventTimer.Stage.PUBLISH);
    ListMultimap<Publisher, PubsubMessage> requests =
        MultimapBuilder.linkedHashKeys().arrayListValues().build();
    environments.forEach(name -> requests.put(publisher(name), request(sweep, name)));
    for (Publisher publisher : requests.keySet()) {
      for (List<PubsubMessage> batch : Lists.partition(requests.get(publisher), BATCH)) {
        publisher.publish(batch, timer.deadline());
      }
    }
  }

  private Publisher publisher(EnvironmentName environment) {
    return readers.getOrDefault(environment.project() + "@" + environment.location(), events);
  }

  private static PubsubMessage request(SweepRequest sweep, EnvironmentName environment) {
    JsonObject request = new JsonObject();
    request.addProperty("kind", "audit");
    request.addProperty("environment", environment.toString());
    request.addProperty("id", sweep.id());
    request.addProperty("time", sweep.time().toString());
    return PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(request.toString())).build();
  }
}
