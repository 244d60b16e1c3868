package dev.composeraudit.acceptance.function;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/**
 * An event that somebody forged who may publish to the events topic, and the most that may come of
 * it.
 *
 * @param envelope the CloudEvent's data
 * @param calls the permissions of the calls that it may cause, beside publishing
 */
record ForgedEvent(String name, String envelope, List<String> calls) {
  static final String GET_ENVIRONMENT = "composer.environments.get";

  private static final String PLACE =
      "projects/" + Scenario.PROJECT + "/locations/" + Scenario.LOCATION + "/environments/";

  @Override
  public String toString() {
    return name;
  }

  /** All that need nothing but an event; none of them names an environment that there is. */
  static List<ForgedEvent> all() {
    List<ForgedEvent> all = new ArrayList<>();
    names(all);
    contradictions(all);
    texts(all);
    documents(all);
    requests(all);
    return all;
  }

  /** Names that are to lead a call elsewhere. */
  private static void names(List<ForgedEvent> all) {
    all.add(named("a foreign project", "projects/foreign/locations/us-central1/environments/e"));
    for (String hostile :
        List.of(
            "..",
            "../../../clusters/c",
            "%2e%2e%2fx",
            "e%2f..%2f..%2fsecrets",
            "e?alt=media",
            "e#fragment",
            "e/../../x",
            "e/",
            "e:delete",
            "e\nseverity: EMERGENCY",
            "e\r\nHost: evil.example.com",
            "e\u0000",
            "e\u202e",
            "E",
            "\u0435nvironment",
            "e\u0661",
            "@evil.example.com",
            "",
            "e".repeat(10_000))) {
      all.add(named("the name " + shown(hostile), PLACE + hostile));
    }
    all.add(named("a URL for a name", "https://evil.example.com/" + PLACE + "e"));
    all.add(named("a location that leads up", "projects/demo-project/locations/../environments/e"));
  }

  /** Entries whose parts do not agree, or are not ours. */
  private static void contradictions(List<ForgedEvent> all) {
    all.add(edited("a label of another project", e -> set(e, "resource.labels.project_id", "x-1")));
    all.add(
        edited("a label of another name", e -> set(e, "resource.labels.environment_name", "x")));
    all.add(edited("a label of another place", e -> set(e, "resource.labels.location", "x")));
    all.add(
        edited(
            "the log of another project",
            e -> set(e, "logName", "projects/foreign/logs/cloudaudit.googleapis.com%2Factivity")));
    all.add(
        edited(
            "another log",
            e ->
                set(
                    e,
                    "logName",
                    "projects/demo-project/logs/cloudaudit.googleapis.com%2Fdata_access")));
    all.add(
        edited(
            "a log that only begins like ours",
            e ->
                set(
                    e,
                    "logName",
                    "projects/demo-project/logs/cloudaudit.googleapis.com%2Factivity/../x")));
    all.add(
        edited("another service", e -> set(e, "protoPayload.serviceName", "iam.googleapis.com")));
    all.add(
        edited(
            "another method",
            e ->
                set(
                    e,
                    "protoPayload.methodName",
                    "google.cloud.orchestration.airflow.service.v1.Environments.ExecuteAirflowCommand")));
    all.add(
        edited(
            "a method that only ends like ours",
            e -> set(e, "protoPayload.methodName", "evil.Environments.CreateEnvironment")));
    all.add(edited("another type of resource", e -> set(e, "resource.type", "gce_instance")));
    all.add(
        edited(
            "a cluster's entry of a foreign project",
            e -> {
              set(e, "resource.type", "k8s_cluster");
              set(e, "logName", "projects/foreign/logs/cloudaudit.googleapis.com%2Factivity");
              e.getAsJsonObject("resource")
                  .add(
                      "labels",
                      JsonParser.parseString(
                          "{\"project_id\": \"foreign\", \"location\": \"l\", \"cluster_name\":"
                              + " \"c\"}"));
              set(e, "protoPayload.serviceName", "k8s.io");
              set(e, "protoPayload.methodName", "io.gke.networking.v1.egressnatpolicies.update");
            }));
    all.add(edited("a time before time", e -> set(e, "timestamp", "-1000000000-01-01T00:00:00Z")));
    all.add(edited("no time", e -> set(e, "timestamp", "soon\nseverity: EMERGENCY")));
  }

  /** Texts that are to become fields or lines of the log. These ask for an environment. */
  private static void texts(List<ForgedEvent> all) {
    String line = "\n{\"severity\": \"EMERGENCY\", \"message\": \"forged\"}\n";
    all.add(
        asked(
            "forged severity keys",
            e -> {
              e.addProperty("severity", "EMERGENCY");
              e.addProperty("logging.googleapis.com/trace", "forged");
              e.addProperty("message", "forged");
            }));
    all.add(
        asked(
            "a line in the principal",
            e -> set(e, "protoPayload.authenticationInfo.principalEmail", "a@b" + line)));
    all.add(asked("a line in the insertId", e -> set(e, "insertId", "1" + line)));
    all.add(asked("a line in the operation's id", e -> set(e, "operation.id", "op" + line)));
    all.add(
        asked(
            "a line in the failure",
            e -> set(e, "protoPayload.status.message", "failed" + line + "\u001b[31m")));
    all.add(
        edited(
            "a line in the method", e -> set(e, "protoPayload.methodName", "x" + line + "\u2028")));
    all.add(
        edited(
            "a principal as long as a book",
            e -> set(e, "protoPayload.authenticationInfo.principalEmail", "a".repeat(100_000))));
  }

  /** What is to exhaust or confuse a parser. */
  private static void documents(List<ForgedEvent> all) {
    String entry = entry(PLACE + "e").toString();
    all.add(message("five megabytes", "{\"a\": \"" + "x".repeat(5 * 1024 * 1024) + "\"}"));
    all.add(message("a list 10,000 deep", "[".repeat(10_000) + "]".repeat(10_000)));
    all.add(message("an object 10,000 deep", "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)));
    all.add(
        message(
            "the name twice",
            entry.replace(
                "\"resourceName\"",
                "\"resourceName\": \"projects/foreign/locations/l/environments/e\","
                    + " \"resourceName\"")));
    // It is no 0, and so a failure, which is asked about as any other.
    all.add(
        new ForgedEvent(
            "a number with an endless exponent",
            message("", entry.replace("\"status\":{}", "\"status\":{\"code\":1e2147483647}"))
                .envelope(),
            List.of(GET_ENVIRONMENT)));
    all.add(message("a list", "[" + entry + "]"));
    all.add(message("lenient JSON", entry.replace("\"logName\"", "logName")));
    all.add(message("YAML", "logName: projects/demo-project\nprotoPayload: {}\n"));
    all.add(message("two documents", entry + entry));
    all.add(message("nothing", ""));
    all.add(
        new ForgedEvent(
            "no UTF-8",
            envelope(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}),
            List.of()));
    all.add(new ForgedEvent("no base64", "{\"message\": {\"data\": \"***\"}}", List.of()));
    all.add(
        new ForgedEvent(
            "an envelope 1,000 deep",
            ("{\"message\":".repeat(1000) + "1" + "}".repeat(1000)),
            List.of()));
  }

  /** Requests as they stand beside the entries on the topic. */
  private static void requests(List<ForgedEvent> all) {
    for (String request :
        List.of(
            "{\"kind\": \"scan everything\"}",
            "{\"kind\": \"sweep\", \"scope\": \"organizations/1\"}",
            "{\"kind\": \"coverage\", \"since\": \"never\"}",
            "{\"kind\": \"audit\", \"environment\":"
                + " \"projects/foreign/locations/l/environments/e\", \"id\": \"1\", \"time\":"
                + " \"2026-01-01T00:00:00Z\"}",
            "{\"kind\": \"audit\", \"environment\": \""
                + PLACE
                + "../e\","
                + " \"id\": \"1\", \"time\": \"2026-01-01T00:00:00Z\"}",
            "{\"kind\": \"audit\", \"environment\": \""
                + PLACE
                + "e\","
                + " \"id\": \"1\", \"time\": \"2026-01-01T00:00:00Z\", \"verdict\": \"PASS\"}")) {
      all.add(message("the request " + shown(request), request));
    }
  }

  private static ForgedEvent named(String name, String resource) {
    return message(name, entry(resource).toString());
  }

  private static ForgedEvent edited(String name, Consumer<JsonObject> edit) {
    JsonObject entry = entry(PLACE + "e");
    edit.accept(entry);
    return message(name, entry.toString());
  }

  /** One that is in order but for its texts, so that its environment is asked for. */
  private static ForgedEvent asked(String name, Consumer<JsonObject> edit) {
    ForgedEvent forgery = edited(name, edit);
    return new ForgedEvent(name, forgery.envelope(), List.of(GET_ENVIRONMENT));
  }

  private static ForgedEvent message(String name, String data) {
    return new ForgedEvent(name, envelope(data.getBytes(StandardCharsets.UTF_8)), List.of());
  }

  /** An entry about a deletion, which is not waited for. */
  private static JsonObject entry(String resource) {
    return JsonParser.parseString(
            """
            {"logName": "projects/demo-project/logs/cloudaudit.googleapis.com%%2Factivity",
             "insertId": "forged", "timestamp": "2026-01-01T00:00:00Z", "severity": "NOTICE",
             "resource": {"type": "cloud_composer_environment", "labels": {}},
             "operation": {"id": "op", "last": true},
             "protoPayload": {"@type": "type.googleapis.com/google.cloud.audit.AuditLog",
               "serviceName": "composer.googleapis.com",
               "methodName":
                 "google.cloud.orchestration.airflow.service.v1.Environments.DeleteEnvironment",
               "resourceName": %s, "status": {}}}
            """
                .formatted(new JsonPrimitive(resource)))
        .getAsJsonObject();
  }

  private static String envelope(byte[] data) {
    return "{\"subscription\": \"projects/p-1/subscriptions/s\","
        + " \"message\": {\"messageId\": \"1\", \"data\": \""
        + Base64.getEncoder().encodeToString(data)
        + "\"}}";
  }

  private static void set(JsonObject entry, String path, String value) {
    List<String> keys = Arrays.asList(path.split("\\.", -1));
    JsonObject at = entry;
    for (String key : keys.subList(0, keys.size() - 1)) {
      if (!at.has(key)) {
        at.add(key, new JsonObject());
      }
      at = at.getAsJsonObject(key);
    }
    at.addProperty(keys.get(keys.size() - 1), value);
  }

  private static String shown(String text) {
    String shown = new JsonPrimitive(text).toString();
    return shown.length() > 60 ? shown.substring(0, 60) + "…" : shown;
  }
}
