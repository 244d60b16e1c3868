package dev.composeraudit.acceptance.deployment;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A finding as a subscriber sees it.
 *
 * @param attributes the Pub/Sub message's
 * @param json the OCSF object
 * @param seen when it reached us
 */
public record PublishedFinding(Map<String, String> attributes, JsonObject json, Instant seen) {
  public static PublishedFinding of(JsonObject message, Instant seen) {
    Map<String, String> attributes = new HashMap<>();
    for (Map.Entry<String, JsonElement> entry : message.getAsJsonObject("attributes").entrySet()) {
      attributes.put(entry.getKey(), entry.getValue().getAsString());
    }
    return new PublishedFinding(
        Map.copyOf(attributes),
        JsonParser.parseString(Mailbox.data(message)).getAsJsonObject(),
        seen);
  }

  /** Pub/Sub messages as findings. */
  public static List<PublishedFinding> all(List<JsonObject> messages) {
    Instant now = Instant.now();
    return messages.stream().map(message -> of(message, now)).toList();
  }

  public String uid() {
    return json.getAsJsonObject("finding_info").get("uid").getAsString();
  }

  public String policy() {
    return json.getAsJsonObject("compliance").get("control").getAsString();
  }

  /** The environment's id, the last part of its name. */
  public String environment() {
    String name =
        json.getAsJsonArray("resources").get(0).getAsJsonObject().get("name").getAsString();
    return name.substring(name.lastIndexOf('/') + 1);
  }

  public String message() {
    return json.get("message").getAsString();
  }

  /** When the event happened that it comes from; of two with one id the later one counts. */
  public Instant eventTime() {
    return Instant.ofEpochMilli(
        json.getAsJsonObject("finding_info").get("last_seen_time").getAsLong());
  }

  /** When it was judged, in milliseconds; of two from one event the later one counts. */
  public long judged() {
    return json.get("time").getAsLong();
  }

  /** What it says of the environment, from the numbers that a dashboard would read. */
  public Verdict verdict() {
    int status = json.get("status_id").getAsInt();
    int compliance = json.getAsJsonObject("compliance").get("status_id").getAsInt();
    if (status == 5) {
      return Verdict.ARCHIVED;
    }
    return switch (compliance) {
      case 1 -> Verdict.PASS;
      case 2 -> Verdict.ERROR;
      case 3 -> status == 3 ? Verdict.SUPPRESSED : Verdict.FAIL;
      default -> throw new IllegalStateException("no such compliance.status_id: " + compliance);
    };
  }

  /** What made the auditor look: {@code create-first}, {@code create-last}, … */
  public String trigger() {
    return json.getAsJsonObject("unmapped").get("trigger").getAsString();
  }

  /** Whether the environment is older than enforcement, so that a FAIL is reported but not open. */
  public boolean isBaseline() {
    return json.getAsJsonObject("unmapped").has("baseline");
  }

  /** Names of the policies whose finding explains this one; empty for a root. */
  public List<String> causedBy() {
    JsonElement causes =
        json.has("unmapped") ? json.getAsJsonObject("unmapped").get("caused_by") : null;
    return causes instanceof JsonArray array
        ? array.asList().stream().map(JsonElement::getAsString).toList()
        : List.of();
  }

  /** The verdicts a finding can carry. */
  public enum Verdict {
    PASS,
    FAIL,
    ERROR,
    SUPPRESSED,
    /** Not applicable, or the environment is gone. */
    ARCHIVED
  }
}
