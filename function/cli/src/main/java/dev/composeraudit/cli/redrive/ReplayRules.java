package dev.composeraudit.cli.redrive;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.composeraudit.cli.redrive.RedriveAction.Keep;
import dev.composeraudit.cli.redrive.RedriveAction.Later;
import dev.composeraudit.cli.redrive.RedriveAction.Replay;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Decides what is done with dead letters. Whoever may publish to a topic of ours decides what they
 * hold, so that nothing in them may choose more than one of our own events topics.
 *
 * @param topics the topic of each subscription of the project, both by full name
 * @param events the name of the events topic; those of readers begin with it and a hyphen
 * @param start when the run began
 */
record ReplayRules(String project, Map<String, String> topics, String events, Instant start) {
  private static final String DEAD = "-dead";
  private static final String DELIVERED = "google.cloud.pubsub.topic.v1.messagePublished";
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{2,254}");

  ReplayRules {
    topics = Map.copyOf(topics);
  }

  RedriveAction decide(PulledMessage letter) {
    // The shell says the start in whole seconds; what died in that second was there before.
    if (!letter.publishTime().isBefore(start.plusSeconds(1))) {
      return new Later();
    }
    if (letter.attribute("cut").equals("true")) {
      return new Keep("it was cut because of its size");
    }
    boolean copy =
        !letter.attribute("refused").isEmpty() && letter.attribute("ce-type").equals(DELIVERED);
    try {
      return copy
          ? delivered(object(letter.bytes()))
          : replay(letter.attribute("CloudPubSubDeadLetterSourceSubscription"), letter.bytes());
    } catch (CharacterCodingException
        | JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | IllegalArgumentException noEntry) {
      return new Keep("no entry can be read from it");
    }
  }

  /** Of a copy that the function made: the event as Pub/Sub delivered it. */
  private RedriveAction delivered(JsonObject event) throws CharacterCodingException {
    String subscription = text(event, "subscription");
    if (!(event.get("message") instanceof JsonObject message)) {
      return new Keep("no entry can be read from it");
    }
    return replay(
        subscription.substring(subscription.lastIndexOf('/') + 1),
        PulledMessage.base64(text(message, "data")));
  }

  private RedriveAction replay(String subscription, byte[] data) throws CharacterCodingException {
    boolean isEmpty = object(data).isEmpty();
    String name = topics.getOrDefault("projects/" + project + "/subscriptions/" + subscription, "");
    String topic = name.isEmpty() ? events : name.substring(name.lastIndexOf('/') + 1);
    boolean ours = topic.equals(events) || topic.startsWith(events + "-");
    if (!ours || topic.endsWith(DEAD) || !NAME.matcher(topic).matches() || isElsewhere(name)) {
      return new Keep("its subscription is not to an events topic");
    }
    return isEmpty ? new Keep("it is empty") : new Replay(topic, utf8(data));
  }

  private boolean isElsewhere(String topic) {
    return !topic.isEmpty() && !topic.startsWith("projects/" + project + "/topics/");
  }

  private static JsonObject object(byte[] data) throws CharacterCodingException {
    return JsonParser.parseString(utf8(data)).getAsJsonObject();
  }

  private static String utf8(byte[] data) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
  }

  private static String text(JsonObject json, String key) {
    JsonElement value = json.get(key);
    return value == null ? "" : value.getAsString();
  }
}
