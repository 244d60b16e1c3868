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
  private static final Pattern RBAC =
      Pattern.compile("User \".*\" cannot (get|list|watch) resource \"");
  private static final Pattern DNS_TRAFFIC =
      Pattern.compile(
          "(?is).*(dns[- ](?:based )?endpoint.*(?:disallow|not allow|disabled|denied)"
              + "|(?:disallow|not allow|disabled|denied).*dns[- ](?:based )?endpoint).*");

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
    if (body.isKubernetes() && RBAC.matcher(message).find()) {
      return request.unknown(
          Reason.RBAC_DENIED,
          "Kubernetes RBAC denied (grant %s, or %s)".formatted(request.kind().role(), own),
          grant(request, own, request.kind().role()));
    }
    if (DNS_TRAFFIC
        .matcher(body.isGoogles() ? message : ErrorClassifier.beginning(response.body()))
        .matches()) {
      return request.unknown(
          Reason.DNS_ENDPOINT_DISALLOWED,
          "the cluster's DNS endpoint takes no traffic from outside its VPC"
              + " (place a reader in that VPC, or allow external traffic to the DNS endpoint)");
    }
    return request.unknown(
        Reason.FORBIDDEN,
        "403, and a control plane's word for the cause is not taken (if it is IAM: grant %s, or %s; if it is a perimeter: scripts/deploy ... --vpc-sc prints its rules)"
            .formatted(request.kind().role(), own),
        grant(request, own, request.kind().role()));
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
