package dev.composeraudit.acceptance.dashboards;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.function.Consumer;

/** A message about a finding, with as much of it as the views read. */
record PublishedMessages(JsonObject json) {

  /** The result of one policy in one environment at a time such as {@code 2026-11-23T10:25}. */
  static PublishedMessages of(String result, String time) {
    Instant event = Instant.parse(time + ":00Z");
    JsonObject json = new JsonObject();
    json.addProperty("class_uid", 2003);
    json.addProperty("time", event.plusSeconds(2).toEpochMilli());
    json.addProperty("severity_id", 4);
    json.add("metadata", object("uid", time));
    json.add("finding_info", object("uid", "agent/etl"));
    json.getAsJsonObject("finding_info").addProperty("last_seen_time", event.toEpochMilli());
    json.add("compliance", object("control", "agent"));
    json.add("unmapped", object("trigger", "create-last"));
    JsonArray resources = new JsonArray();
    resources.add(object("name", "etl"));
    json.add("resources", resources);
    setResult(json, result);
    return new PublishedMessages(json);
  }

  /** Of another policy and environment. */
  PublishedMessages about(String policy, String environment) {
    return edited(
        json -> {
          json.getAsJsonObject("finding_info").addProperty("uid", policy + "/" + environment);
          json.getAsJsonObject("compliance").addProperty("control", policy);
          json.getAsJsonArray("resources").set(0, object("name", environment));
        });
  }

  PublishedMessages by(String trigger) {
    return edited(json -> json.getAsJsonObject("unmapped").addProperty("trigger", trigger));
  }

  /** What a later delivery of the same event says. */
  PublishedMessages again(String result) {
    return edited(
        json -> {
          json.addProperty("time", json.get("time").getAsLong() + 60_000);
          setResult(json, result);
        });
  }

  PublishedMessages explainedBy(String... policies) {
    JsonArray causes = new JsonArray();
    for (String policy : policies) {
      causes.add(policy);
    }
    return edited(json -> json.getAsJsonObject("unmapped").add("caused_by", causes));
  }

  PublishedMessages ofBaseline() {
    return edited(json -> json.getAsJsonObject("unmapped").addProperty("baseline", true));
  }

  private PublishedMessages edited(Consumer<JsonObject> edit) {
    JsonObject copy = json.deepCopy();
    edit.accept(copy);
    return new PublishedMessages(copy);
  }

  private static void setResult(JsonObject json, String result) {
    switch (result) {
      case "FAIL" -> setResult(json, result, 1, 1, 3);
      case "SUPPRESSED" -> setResult(json, result, 2, 3, 3);
      case "PASS" -> setResult(json, result, 3, 4, 1);
      case "ERROR" -> setResult(json, result, 2, 1, 2);
      case "SKIP", "GONE" -> setResult(json, result, 3, 5, 0);
      default -> throw new IllegalArgumentException(result);
    }
  }

  private static void setResult(
      JsonObject json, String result, int activity, int status, int compliance) {
    json.addProperty("activity_id", activity);
    json.addProperty("status_id", status);
    json.getAsJsonObject("compliance").addProperty("status_id", compliance);
    json.getAsJsonObject("compliance").addProperty("status_code", result);
  }

  private static JsonObject object(String key, String value) {
    JsonObject object = new JsonObject();
    object.addProperty(key, value);
    return object;
  }
}
