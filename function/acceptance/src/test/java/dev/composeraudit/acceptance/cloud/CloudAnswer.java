package dev.composeraudit.acceptance.cloud;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** What a {@link RecordingCloud} answers to a call. */
record CloudAnswer(int status, JsonObject body) {
  static CloudAnswer of(JsonObject body) {
    return new CloudAnswer(200, body);
  }

  /** An error as Google's APIs write them. */
  static CloudAnswer error(int code, String status, String message) {
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("status", status);
    error.addProperty("message", message);
    JsonObject body = new JsonObject();
    body.add("error", error);
    return new CloudAnswer(code, body);
  }

  static CloudAnswer notFound(String path) {
    return error(404, "NOT_FOUND", "Resource not found: " + path);
  }

  /** The project has not enabled the API yet. */
  static CloudAnswer disabled(String api, String project) {
    CloudAnswer answer =
        error(
            403,
            "PERMISSION_DENIED",
            "%s API has not been used in project %s before or it is disabled."
                .formatted(api, project));
    JsonObject info = new JsonObject();
    info.addProperty("@type", "type.googleapis.com/google.rpc.ErrorInfo");
    info.addProperty("reason", "SERVICE_DISABLED");
    info.addProperty("domain", "googleapis.com");
    JsonArray details = new JsonArray();
    details.add(info);
    answer.body().getAsJsonObject("error").add("details", details);
    return answer;
  }

  /** A long-running operation that has ended well. */
  static CloudAnswer done(String parent, JsonObject response) {
    JsonObject operation = new JsonObject();
    operation.addProperty("name", parent + "/operations/done");
    operation.addProperty("done", true);
    operation.add("metadata", new JsonObject());
    operation.add("response", response);
    return of(operation);
  }
}
