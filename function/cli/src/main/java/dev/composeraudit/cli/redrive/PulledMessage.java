package dev.composeraudit.cli.redrive;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.composeraudit.cli.input.document.Fields;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A message of the dead-letter subscription. Attributes and data are whatever somebody published.
 *
 * @param ackId what acknowledges it, from Pub/Sub
 * @param id the message's id, from Pub/Sub
 * @param data in base64
 */
record PulledMessage(
    String ackId, String id, Instant publishTime, Map<String, String> attributes, String data) {
  private static final Pattern ACK_ID = Pattern.compile("[!-+\\--{}~]{1,4096}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /**
   * Reads what {@code gcloud pubsub subscriptions pull --format=json} prints.
   *
   * @throws IOException if it is something else
   */
  static List<PulledMessage> read(String pulled) throws IOException {
    try {
      List<PulledMessage> letters = new ArrayList<>();
      for (JsonElement received : JsonParser.parseString(pulled).getAsJsonArray()) {
        letters.add(of(received.getAsJsonObject()));
      }
      return letters;
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | IllegalArgumentException
        | DateTimeException malformed) {
      throw new IOException("what gcloud pulled is not a list of messages", malformed);
    }
  }

  private static PulledMessage of(JsonObject received) {
    JsonObject message = Fields.required(received, "message").getAsJsonObject();
    Map<String, String> attributes = new HashMap<>();
    if (message.has("attributes")) {
      message
          .getAsJsonObject("attributes")
          .entrySet()
          .forEach(each -> attributes.put(each.getKey(), each.getValue().getAsString()));
    }
    return new PulledMessage(
        matching(ACK_ID, Fields.required(received, "ackId").getAsString()),
        matching(ID, Fields.required(message, "messageId").getAsString()),
        Instant.parse(Fields.required(message, "publishTime").getAsString()),
        attributes,
        message.has("data") ? message.get("data").getAsString() : "");
  }

  private static String matching(Pattern form, String text) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException("not an id of Pub/Sub's");
    }
    return text;
  }

  /** Either alphabet: gcloud prints another one than Pub/Sub's. */
  static byte[] base64(String text) {
    return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
  }

  /**
   * The data as bytes.
   *
   * @throws IllegalArgumentException if it is no base64
   */
  byte[] bytes() {
    return base64(data);
  }

  /** Blank if there is none of that name. */
  String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }
}
