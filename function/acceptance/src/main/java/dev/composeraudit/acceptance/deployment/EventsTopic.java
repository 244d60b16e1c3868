package dev.composeraudit.acceptance.deployment;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The topic that events of the function come from. */
public final class EventsTopic {
  private static final String PUBLISH =
      "/v1/projects/" + Scenario.PROJECT + "/topics/composer-audit-events:publish";

  private EventsTopic() {}

  /**
   * Publishes one message.
   *
   * @param pubsub where Pub/Sub is
   * @return the message's id
   */
  public static String publish(URI pubsub, String data) throws IOException, InterruptedException {
    String base64 = Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
    JsonObject answer =
        new Http(pubsub)
            .post(
                PUBLISH,
                JsonParser.parseString("{\"messages\": [{\"data\": \"%s\"}]}".formatted(base64)));
    return answer.getAsJsonArray("messageIds").get(0).getAsString();
  }
}
