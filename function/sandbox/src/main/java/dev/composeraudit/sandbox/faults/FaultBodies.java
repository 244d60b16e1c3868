package dev.composeraudit.sandbox.faults;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.UUID;

/** Bodies of refusals, in the forms of Google's APIs and of the Kubernetes API. */
final class FaultBodies {
  private static final String ERROR_INFO = "type.googleapis.com/google.rpc.ErrorInfo";
  private static final String PRECONDITION_FAILURE =
      "type.googleapis.com/google.rpc.PreconditionFailure";
  private static final String PERIMETER_UID = "sandbox-perimeter-uid-1";
  private static final int PAGE = 100;
  private static final String PROJECT_NUMBER = "projects/123456789012";

  private FaultBodies() {}

  /**
   * The body of an answer that a fault is.
   *
   * @param path of the request
   */
  static String of(Fault fault, ApiCall call, String path, int status) {
    if (fault == Fault.NOT_FOUND_AS_TEXT) {
      return "404 page not found\n";
    }
    if (fault == Fault.REDIRECT) {
      return "Found\n";
    }
    return (call.isKubernetes()
            ? kubernetes(fault, call, status)
            : google(fault, call, path, status))
        .toString();
  }

  /** A page of egress policies that has another one after it, whichever page was asked for. */
  static String endless() {
    JsonArray items = new JsonArray();
    for (int i = 0; i < PAGE; i++) {
      items.add(
          JsonParser.parseString(
              """
              {"apiVersion": "networking.gke.io/v1", "kind": "EgressNATPolicy",
               "metadata": {"name": "%s"},
               "spec": {"action": "NoSNAT", "destinations": [{"cidr": "10.0.0.0/8"}]}}
              """
                  .formatted(UUID.randomUUID())));
    }
    JsonObject metadata = new JsonObject();
    metadata.addProperty("continue", UUID.randomUUID().toString());
    JsonObject list = new JsonObject();
    list.addProperty("apiVersion", "networking.gke.io/v1");
    list.addProperty("kind", "EgressNATPolicyList");
    list.add("metadata", metadata);
    list.add("items", items);
    return list.toString();
  }

  private static JsonObject google(Fault fault, ApiCall call, String path, int status) {
    return switch (fault) {
      case FORBIDDEN_BY_IAM ->
          error(
              status,
              "Required \"%s\" permission(s) for \"%s\"."
                  .formatted(call.permission(), path.replaceFirst("^/(?:compute/)?v1/", "")),
              "PERMISSION_DENIED",
              info("IAM_PERMISSION_DENIED", "permission", call.permission()));
      case FORBIDDEN_BY_PERIMETER ->
          error(
              status,
              "Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: "
                  + PERIMETER_UID,
              "PERMISSION_DENIED",
              perimeter());
      case FORBIDDEN_AS_DISABLED ->
          error(
              status,
              "The API has not been used in project 123456789012 before or it is disabled.",
              "PERMISSION_DENIED",
              info("SERVICE_DISABLED", "consumer", PROJECT_NUMBER));
      case FORBIDDEN_BY_DNS_ENDPOINT, FORBIDDEN_BY_RBAC, FORBIDDEN ->
          error(status, "The caller does not have permission", "PERMISSION_DENIED");
      case BAD_REQUEST -> error(status, "Request is malformed.", "INVALID_ARGUMENT");
      case UNAUTHENTICATED ->
          error(status, "Request had invalid authentication credentials.", "UNAUTHENTICATED");
      case NOT_FOUND -> error(status, notFound(call, path), "NOT_FOUND");
      case CONFLICT -> error(status, "The operation was aborted.", "ABORTED");
      case TOO_MANY_REQUESTS ->
          error(status, "Quota exceeded for quota metric.", "RESOURCE_EXHAUSTED");
      case INTERNAL -> error(status, "Internal error encountered.", "INTERNAL");
      case UNAVAILABLE -> error(status, "The service is currently unavailable.", "UNAVAILABLE");
      default -> throw new IllegalArgumentException(fault + " has no body");
    };
  }

  private static String notFound(ApiCall call, String path) {
    String name = path.replaceFirst("^.*?(?=projects/|organizations/)", "");
    return call == ApiCall.GET_ENVIRONMENT
        ? "No such environment found: " + name
        : "Not found: " + name + ".";
  }

  private static JsonObject kubernetes(Fault fault, ApiCall call, int status) {
    String kind =
        switch (call) {
          case GET_CONFIG_MAP -> "configmaps";
          case GET_DAEMON_SET -> "daemonsets";
          default -> "egressnatpolicies";
        };
    String denied =
        "%s is forbidden: User \"auditor\" cannot %s resource \"%s\" in API group \"%s\""
            .formatted(
                kind,
                call == ApiCall.LIST_EGRESS_NAT_POLICIES ? "list" : "get",
                kind,
                call == ApiCall.LIST_EGRESS_NAT_POLICIES ? "networking.gke.io" : "");
    return switch (fault) {
      case FORBIDDEN_BY_IAM ->
          status(
              status,
              "Forbidden",
              denied + ": requires one of [\"" + call.permission() + "\"] permission(s).");
      case FORBIDDEN_BY_RBAC -> status(status, "Forbidden", denied);
      // GKE's front answers these itself, in Google's form.
      case FORBIDDEN_BY_DNS_ENDPOINT ->
          error(
              status,
              "External traffic to the DNS-based endpoint is not allowed for this cluster.",
              "PERMISSION_DENIED");
      case FORBIDDEN_BY_PERIMETER, FORBIDDEN_AS_DISABLED -> google(fault, call, "", status);
      case FORBIDDEN -> status(status, "Forbidden", "forbidden");
      case BAD_REQUEST -> status(status, "BadRequest", "the request is malformed");
      case UNAUTHENTICATED -> status(status, "Unauthorized", "Unauthorized");
      case NOT_FOUND -> status(status, "NotFound", kind + " \"ip-masq-agent\" not found");
      case CONFLICT -> status(status, "Conflict", "the object has been modified");
      case TOO_MANY_REQUESTS -> status(status, "TooManyRequests", "please try again later");
      case INTERNAL -> status(status, "InternalError", "an error on the server");
      case UNAVAILABLE ->
          status(status, "ServiceUnavailable", "the server is currently unable to handle this");
      default -> throw new IllegalArgumentException(fault + " has no body");
    };
  }

  private static JsonObject error(
      int code, String message, String status, JsonObject... detailList) {
    JsonArray details = new JsonArray();
    for (JsonObject detail : detailList) {
      details.add(detail);
    }
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("message", message);
    error.addProperty("status", status);
    if (!details.isEmpty()) {
      error.add("details", details);
    }
    JsonObject body = new JsonObject();
    body.add("error", error);
    return body;
  }

  private static JsonObject info(String reason, String key, String value) {
    JsonObject metadata = new JsonObject();
    metadata.addProperty(key, value);
    JsonObject info = new JsonObject();
    info.addProperty("@type", ERROR_INFO);
    info.addProperty("reason", reason);
    info.addProperty("domain", "googleapis.com");
    info.add("metadata", metadata);
    return info;
  }

  private static JsonObject perimeter() {
    JsonObject violation = new JsonObject();
    violation.addProperty("type", "VPC_SERVICE_CONTROLS");
    violation.addProperty("description", PERIMETER_UID);
    JsonArray violations = new JsonArray();
    violations.add(violation);
    JsonObject failure = new JsonObject();
    failure.addProperty("@type", PRECONDITION_FAILURE);
    failure.add("violations", violations);
    return failure;
  }

  private static JsonObject status(int code, String reason, String message) {
    JsonObject status = new JsonObject();
    status.addProperty("kind", "Status");
    status.addProperty("apiVersion", "v1");
    status.add("metadata", new JsonObject());
    status.addProperty("status", "Failure");
    status.addProperty("message", message);
    status.addProperty("reason", reason);
    status.addProperty("code", code);
    return status;
  }
}
