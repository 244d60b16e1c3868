package dev.composeraudit.sandbox.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** A request to the Kubernetes API that ends in a Status of failure, in the apiserver's words. */
public final class KubernetesStatus extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;
  private final transient JsonObject details;

  private KubernetesStatus(int code, String reason, String message, JsonObject details) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  static KubernetesStatus unauthorized() {
    return new KubernetesStatus(401, "Unauthorized", "Unauthorized", new JsonObject());
  }

  static KubernetesStatus badRequest(String message) {
    return new KubernetesStatus(400, "BadRequest", message, new JsonObject());
  }

  public static KubernetesStatus notFound(KubernetesKind kind, String name) {
    return new KubernetesStatus(
        404,
        "NotFound",
        "%s \"%s\" not found".formatted(kind.resource(), name),
        details(name, kind.group(), kind.plural()));
  }

  public static KubernetesStatus alreadyExists(KubernetesKind kind, String name) {
    return new KubernetesStatus(
        409,
        "AlreadyExists",
        "%s \"%s\" already exists".formatted(kind.resource(), name),
        details(name, kind.group(), kind.plural()));
  }

  public static KubernetesStatus invalid(
      KubernetesKind kind, String name, String field, String cause, String message) {
    JsonObject details = details(name, kind.group(), kind.kind());
    JsonObject first = new JsonObject();
    first.addProperty("reason", cause);
    first.addProperty("message", message);
    first.addProperty("field", field);
    JsonArray causes = new JsonArray();
    causes.add(first);
    details.add("causes", causes);
    return new KubernetesStatus(
        422,
        "Invalid",
        "%s \"%s\" is invalid: %s: %s".formatted(kind.qualified(), name, field, message),
        details);
  }

  static KubernetesStatus methodNotAllowed() {
    return new KubernetesStatus(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        new JsonObject());
  }

  static KubernetesStatus unsupportedMediaType(String type) {
    return new KubernetesStatus(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format: " + type,
        new JsonObject());
  }

  /** RBAC says no; it is checked before the existence of the object. */
  static KubernetesStatus forbidden(String user, String verb, KubernetesPath path) {
    String resource = path.group().isEmpty() ? path.plural() : path.plural() + "." + path.group();
    String place =
        path.namespace().isEmpty()
            ? "at the cluster scope"
            : "in the namespace \"%s\"".formatted(path.namespace());
    return new KubernetesStatus(
        403,
        "Forbidden",
        "%s%s is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
            .formatted(
                resource,
                path.name().isEmpty() ? "" : " \"" + path.name() + "\"",
                user,
                verb,
                path.plural(),
                path.group(),
                place),
        details(path.name(), path.group(), path.plural()));
  }

  public int code() {
    return code;
  }

  public JsonObject json() {
    JsonObject status = new JsonObject();
    status.addProperty("kind", "Status");
    status.addProperty("apiVersion", "v1");
    status.add("metadata", new JsonObject());
    status.addProperty("status", "Failure");
    status.addProperty("message", getMessage());
    status.addProperty("reason", reason);
    if (!details.isEmpty()) {
      status.add("details", details);
    }
    status.addProperty("code", code);
    return status;
  }

  private static JsonObject details(String name, String group, String kind) {
    JsonObject details = new JsonObject();
    if (!name.isEmpty()) {
      details.addProperty("name", name);
    }
    if (!group.isEmpty()) {
      details.addProperty("group", group);
    }
    details.addProperty("kind", kind);
    return details;
  }
}
