package dev.composeraudit.subject.agent;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import java.util.Optional;

/**
 * How far a DaemonSet runs, as its status says; a number that the status leaves out is zero.
 *
 * @param desired on how many nodes it ought to run; -1 if the status does not say
 * @param ready on how many it is ready
 * @param updated on how many it runs as the DaemonSet describes it now
 * @param unavailable on how many it ought to be available and is not
 * @param isCurrent whether the status is about the DaemonSet as it is now
 */
public record AgentRollout(
    int desired, int ready, int updated, int unavailable, boolean isCurrent) {

  /**
   * Reads the status; empty if the object has none and was not read from a cluster. What a cluster
   * has stored has a status: without one, nothing is known of it.
   */
  static Optional<AgentRollout> of(JsonObject json) throws MalformedDocumentException {
    JsonObject metadata = Json.object(json, "metadata");
    if (!json.has("status") && !isStored(json)) {
      return Optional.empty();
    }
    JsonObject status = Json.object(json, "status");
    boolean isCurrent =
        !isSet(metadata, "generation")
            || number(metadata, "generation") == number(status, "observedGeneration");
    int desired =
        isSet(status, "desiredNumberScheduled") ? number(status, "desiredNumberScheduled") : -1;
    int available = isSet(status, "numberAvailable") ? number(status, "numberAvailable") : desired;
    int scheduled =
        isSet(status, "currentNumberScheduled")
            ? number(status, "currentNumberScheduled")
            : desired;
    int missing = desired - Math.min(available, scheduled);
    return Optional.of(
        new AgentRollout(
            desired,
            number(status, "numberReady"),
            number(status, "updatedNumberScheduled"),
            Math.max(missing, number(status, "numberUnavailable")),
            isCurrent));
  }

  /** Whether the object was read from a cluster, and not written by hand. */
  static boolean isStored(JsonObject json) throws MalformedDocumentException {
    JsonObject metadata = Json.object(json, "metadata");
    return metadata.has("uid") || metadata.has("resourceVersion");
  }

  private static boolean isSet(JsonObject object, String key) {
    return object.has(key) && !object.get(key).isJsonNull();
  }

  private static int number(JsonObject object, String key) throws MalformedDocumentException {
    JsonElement value = object.get(key);
    if (value == null || value.isJsonNull()) {
      return 0;
    }
    if (!value.isJsonPrimitive() || !value.getAsString().matches("-?[0-9]{1,9}")) {
      throw new MalformedDocumentException(key + ": must be a number");
    }
    return Integer.parseInt(value.getAsString());
  }
}
