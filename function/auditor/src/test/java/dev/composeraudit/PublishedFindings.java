package dev.composeraudit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.report.pubsub.FakePubsub;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The findings that a topic has accepted. */
record PublishedFindings(FakePubsub topic) {
  /** By policy, what has been published since that many calls. */
  Map<String, String> statuses(int calls) {
    Map<String, String> statuses = new LinkedHashMap<>();
    for (JsonObject finding : since(calls)) {
      JsonObject compliance = finding.getAsJsonObject("compliance");
      statuses.put(
          compliance.get("control").getAsString(), compliance.get("status_code").getAsString());
    }
    return statuses;
  }

  /** What has been published since that many calls. */
  List<JsonObject> since(int calls) {
    return topic.accepted().stream()
        .skip(calls)
        .flatMap(call -> call.getAsJsonArray("messages").asList().stream())
        .map(PublishedFindings::data)
        .toList();
  }

  /** The last finding of a policy. */
  JsonObject last(String policy) {
    List<JsonObject> all =
        since(0).stream()
            .filter(
                it -> it.getAsJsonObject("compliance").get("control").getAsString().equals(policy))
            .toList();
    return all.get(all.size() - 1);
  }

  /** Why parts were unknown to a policy, as its last finding says. */
  List<String> unknownReasons(String policy) {
    JsonObject evidence =
        last(policy).getAsJsonArray("evidences").get(0).getAsJsonObject().getAsJsonObject("data");
    return evidence.getAsJsonArray("unknown").asList().stream()
        .map(part -> part.getAsJsonObject().get("reason").getAsString())
        .distinct()
        .toList();
  }

  private static JsonObject data(JsonElement message) {
    byte[] data = Base64.getDecoder().decode(message.getAsJsonObject().get("data").getAsString());
    return JsonParser.parseString(new String(data, StandardCharsets.UTF_8)).getAsJsonObject();
  }
}
