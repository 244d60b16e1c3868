package dev.composeraudit.sandbox.logging;

import com.google.gson.JsonObject;
import com.google.logging.v2.LogEntry;
import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.sandbox.api.RestJson;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Cloud Logging's router with two sinks: keeps entries, and sends Composer's audit log entries on
 * to one topic, those of clusters' egress policies to another. Safe for use by many threads.
 */
public final class LogRouter {
  private static final Pattern AUDITED =
      Pattern.compile(".*\\.Environments\\.(Create|Update|Delete)Environment");
  // Enough to inspect; a log that is not read must not fill the memory.
  private static final int KEPT = 10_000;

  private final UnreliableDelivery creations;
  private final UnreliableDelivery changes;
  private final List<LogEntry> entries = new ArrayList<>();

  /**
   * @param creations on the way to the topic of Composer's creations, updates and deletions
   * @param changes on the way to the topic of changes of clusters' egress policies
   */
  public LogRouter(UnreliableDelivery creations, UnreliableDelivery changes) {
    this.creations = creations;
    this.changes = changes;
  }

  void route(LogEntry entry) {
    keep(entry);
    JsonObject json = RestJson.json(entry);
    if (json.get("protoPayload") instanceof JsonObject payload) {
      if (isComposers(payload)) {
        creations.send(message(entry, json));
      } else if (isEgressPolicys(payload)) {
        changes.send(message(entry, json));
      }
    }
  }

  /** What is kept, oldest first. */
  public List<LogEntry> entries() {
    synchronized (entries) {
      return List.copyOf(entries);
    }
  }

  private void keep(LogEntry entry) {
    synchronized (entries) {
      if (entries.size() == KEPT) {
        entries.remove(0);
      }
      entries.add(entry);
    }
  }

  private static PubsubMessage message(LogEntry entry, JsonObject json) {
    return PubsubMessage.newBuilder()
        .setData(ByteString.copyFromUtf8(json.toString()))
        .putAttributes(
            "logging.googleapis.com/timestamp", Timestamps.toString(entry.getTimestamp()))
        .build();
  }

  private static boolean isComposers(JsonObject payload) {
    return text(payload, "serviceName").equals("composer.googleapis.com")
        && AUDITED.matcher(text(payload, "methodName")).matches();
  }

  private static boolean isEgressPolicys(JsonObject payload) {
    return text(payload, "serviceName").equals("k8s.io")
        && text(payload, "methodName").contains(".egressnatpolicies.");
  }

  private static String text(JsonObject object, String key) {
    return object.has(key) ? object.get(key).getAsString() : "";
  }
}
