package dev.composeraudit.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.MalformedDocumentException;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of an error response: Google's ({@code {"error": {…, "details": […]}}}) or Kubernetes'
 * (a {@code Status}). A field that is absent or of another type reads as blank.
 */
public final class ErrorBody {
  private final JsonObject status;
  private final JsonObject error;

  private ErrorBody(JsonObject root) {
    status = text(root, "kind").equals("Status") ? root : new JsonObject();
    error = object(root, "error");
  }

  /** Parses a body; if it is not a JSON object, it is neither Google's nor Kubernetes'. */
  public static ErrorBody of(Response response) {
    try {
      return new ErrorBody(response.object());
    } catch (MalformedDocumentException notJson) {
      return new ErrorBody(new JsonObject());
    }
  }

  public boolean isGoogles() {
    return !error.isEmpty();
  }

  public boolean isKubernetes() {
    return !status.isEmpty();
  }

  /** The reason of a Kubernetes Status: {@code NotFound}, {@code Forbidden}, … */
  public String kubernetesReason() {
    return text(status, "reason");
  }

  /** The canonical name of a Google error: {@code NOT_FOUND}, {@code PERMISSION_DENIED}, … */
  public String googleStatus() {
    return text(error, "status");
  }

  public String message() {
    return text(isKubernetes() ? status : error, "message");
  }

  /** The reason of the {@code google.rpc.ErrorInfo}, or of the older {@code errors} list. */
  public String reason() {
    for (JsonObject detail : objects(error, "details")) {
      if (!text(detail, "reason").isEmpty()) {
        return text(detail, "reason");
      }
    }
    for (JsonObject each : objects(error, "errors")) {
      if (!text(each, "reason").isEmpty()) {
        return text(each, "reason");
      }
    }
    return "";
  }

  /** A value of the {@code google.rpc.ErrorInfo}'s metadata. */
  public String metadata(String key) {
    for (JsonObject detail : objects(error, "details")) {
      String value = text(object(detail, "metadata"), key);
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  /** The violations of the {@code google.rpc.PreconditionFailure} that are of this type. */
  public List<String> violations(String type) {
    List<String> descriptions = new ArrayList<>();
    for (JsonObject detail : objects(error, "details")) {
      for (JsonObject violation : objects(detail, "violations")) {
        if (text(violation, "type").equals(type)) {
          descriptions.add(text(violation, "description"));
        }
      }
    }
    return descriptions;
  }

  private static String text(JsonObject object, String key) {
    JsonElement value = object.get(key);
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()
        ? value.getAsString()
        : "";
  }

  private static JsonObject object(JsonObject object, String key) {
    return object.get(key) instanceof JsonObject value ? value : new JsonObject();
  }

  private static List<JsonObject> objects(JsonObject object, String key) {
    List<JsonObject> objects = new ArrayList<>();
    if (object.get(key) instanceof JsonArray array) {
      for (JsonElement element : array) {
        if (element instanceof JsonObject each) {
          objects.add(each);
        }
      }
    }
    return objects;
  }
}
