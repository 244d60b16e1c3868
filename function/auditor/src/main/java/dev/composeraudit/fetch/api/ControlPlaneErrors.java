package dev.composeraudit.fetch.api;

import dev.composeraudit.access.AccessRemedy.GrantPermission;
import dev.composeraudit.access.AccessRemedy.SignIn;
import dev.composeraudit.http.ErrorBody;
import dev.composeraudit.http.Response;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says why a control plane did not give a resource. Whoever owns a cluster can make its control
 * plane answer anything. So the answer only chooses one of the sentences below: nothing of its text
 * is repeated, and the advice names no permission other than the two that reading a cluster takes.
 */
public final class ControlPlaneErrors {
  // There is one pattern for each part of a sentence. One pattern for the whole sentence would take
  // quadratic time.
  private static final String USER = "User \"";
  private static final Pattern CANNOT = Pattern.compile("\" cannot (?:get|list|watch) resource \"");
  private static final Pattern DNS_ENDPOINT =
      Pattern.compile("dns[- ](?:based )?endpoint", Pattern.CASE_INSENSITIVE);
  private static final Pattern REFUSED =
      Pattern.compile("disallow|not allow|disabled|denied", Pattern.CASE_INSENSITIVE);

  private ControlPlaneErrors() {}

  /**
   * Why the resource is unknown.
   *
   * @param response with a status that is neither 200, 404 nor transient
   */
  public static <T> Unknown<T> of(ReadRequest request, Response response) {
    return switch (response.status()) {
      case 401 ->
          request.unknown(
              Reason.UNAUTHENTICATED,
              "the control plane did not accept the credentials (401); check the account that it is"
                  + " called as",
              new SignIn());
      case 403 -> forbidden(request, response);
      case 301, 302, 303, 307, 308 -> ErrorClassifier.redirected(request, response);
      default ->
          request.unknown(Reason.UNREADABLE, "the control plane answered " + response.status());
    };
  }

  private static <T> Unknown<T> forbidden(ReadRequest request, Response response) {
    ErrorBody body = ErrorBody.of(response);
    String message = ErrorClassifier.beginning(body.message());
    String own = request.kind().permission();
    if (names(own, body, message)) {
      return denied(request, own, request.kind().role());
    }
    if (names(ErrorClassifier.CONNECT, body, message)) {
      return denied(request, ErrorClassifier.CONNECT, ResourceKind.CLUSTER.role());
    }
    if (body.isKubernetes() && isRbacs(message)) {
      return request.unknown(
          Reason.RBAC_DENIED,
          "Kubernetes RBAC denied (grant %s, or %s)".formatted(request.kind().role(), own),
          grant(request, own, request.kind().role()));
    }
    if (isDnsEndpoints(body.isGoogles() ? message : ErrorClassifier.beginning(response.body()))) {
      return request.unknown(
          Reason.DNS_ENDPOINT_DISALLOWED,
          "the cluster's DNS endpoint takes no traffic from outside its VPC"
              + " (place a reader in that VPC, or allow external traffic to the DNS endpoint)");
    }
    return request.unknown(
        Reason.FORBIDDEN,
        ("403; the cause that a control plane states is not trusted (if it is IAM: grant %s, or"
                + " %s; if it is a perimeter: scripts/deploy ... --vpc-sc prints its rules)")
            .formatted(request.kind().role(), own),
        grant(request, own, request.kind().role()));
  }

  private static boolean isRbacs(String message) {
    int user = message.indexOf(USER);
    return user >= 0 && CANNOT.matcher(message).find(user + USER.length());
  }

  private static boolean isDnsEndpoints(String text) {
    return DNS_ENDPOINT.matcher(text).find() && REFUSED.matcher(text).find();
  }

  /** Whether the answer says, in a form of Google's, that this permission is missing. */
  private static boolean names(String permission, ErrorBody body, String message) {
    return body.metadata("permission").equals(permission)
        || message.contains("requires one of [\"" + permission + "\"")
        || message.contains("Permission '" + permission + "' denied");
  }

  private static <T> Unknown<T> denied(ReadRequest request, String permission, String role) {
    return request.unknown(
        Reason.PERMISSION_DENIED,
        "permission denied (grant %s, or %s)".formatted(role, permission),
        grant(request, permission, role));
  }

  private static GrantPermission grant(ReadRequest request, String permission, String role) {
    return new GrantPermission(permission, Optional.of(role), request.scope());
  }
}
