package dev.composeraudit.report;

import com.google.cloud.logging.Severity;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Lists;
import com.google.common.collect.MultimapBuilder;
import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.event.SweepRequest;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.subject.EnvironmentName;
import java.util.List;
import java.util.Map;

/**
 * Asks for the audit of many environments, each by a message of its own on the events topic, so
 * that Pub/Sub and the platform's scaling spread the work. Asking twice is harmless: the requests
 * carry the sweep's id, and so do the findings that come of them.
 */
public final class AuditRequestPublisher {
  /** The most messages that Pub/Sub takes in one call. */
  private static final int BATCH = 1000;

  private final Publisher events;
  private final Map<String, Publisher> readers;
  private final StructuredLog journal;

  /**
   * @param events of the environments that no reader looks at
   * @param readers of those in a project and region, {@code P@REGION}: what another than their
   *     reader sees of them would contradict it
   */
  public AuditRequestPublisher(
      Publisher events, Map<String, Publisher> readers, StructuredLog journal) {
    this.events = events;
    this.readers = Map.copyOf(readers);
    this.journal = journal;
  }

  /**
   * Asks for audits.
   *
   * @param watch on the sweep as a whole, which may have other parts
   * @throws PublishException if a request was not accepted
   */
  public void send(
      SweepRequest sweep, List<EnvironmentName> environments, Deadline deadline, EventTimer watch)
      throws PublishException {
    watch.enter(EventTimer.Stage.TELLING);
    ListMultimap<Publisher, PubsubMessage> requests =
        MultimapBuilder.linkedHashKeys().arrayListValues().build();
    environments.forEach(name -> requests.put(publisher(name), request(sweep, name)));
    for (Publisher publisher : requests.keySet()) {
      for (List<PubsubMessage> batch : Lists.partition(requests.get(publisher), BATCH)) {
        publisher.publish(batch, deadline);
      }
    }
    JsonObject payload = payload("sweep_requested", sweep, watch);
    payload.addProperty("message", "Swept: asked for %d audits".formatted(environments.size()));
    payload.addProperty("environments", environments.size());
    journal.write(List.of(StructuredLog.Entry.of(Severity.INFO, payload)));
  }

  private Publisher publisher(EnvironmentName environment) {
    return readers.getOrDefault(environment.project() + "@" + environment.location(), events);
  }

  /** Says that a sweep could not tell what there is, so that environments may go unseen. */
  public void fail(SweepRequest sweep, String reason, EventTimer watch) {
    JsonObject payload = payload("sweep_failed", sweep, watch);
    payload.addProperty("message", OcsfJson.limited("A sweep could not be made: " + reason));
    payload.addProperty("reason", OcsfJson.limited(reason));
    journal.write(List.of(StructuredLog.Entry.of(Severity.ERROR, payload)));
  }

  private static JsonObject payload(String kind, SweepRequest sweep, EventTimer watch) {
    JsonObject payload = new JsonObject();
    payload.addProperty("event", kind);
    payload.addProperty("sweep", sweep.id());
    watch.addTo(payload);
    return payload;
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
