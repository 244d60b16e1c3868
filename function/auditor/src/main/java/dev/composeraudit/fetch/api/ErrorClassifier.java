package dev.composeraudit.fetch.api;

import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.access.AccessRemedy.AllowIngress;
import dev.composeraudit.access.AccessRemedy.EnableService;
import dev.composeraudit.access.AccessRemedy.GrantPermission;
import dev.composeraudit.access.AccessRemedy.SignIn;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.http.ErrorBody;
import dev.composeraudit.http.Response;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Derives from an error response of one of Google's own APIs why a resource is unknown, and what
 * would help. The cause of a 403 is read from its body, never guessed. What control planes answer
 * is read by {@link ControlPlaneErrors}.
 *
 * <p>The formats: google.rpc's error details (aip.dev/193); {@code google.api.ErrorReason}'s
 * SERVICE_DISABLED and SECURITY_POLICY_VIOLATED; the sentences in which Compute, GKE and IAM name a
 * permission.
 */
public final class ErrorClassifier {
  /**
   * How many characters of a message are searched for a cause. Real messages are far shorter, and
   * the time of some patterns grows with the square of the length.
   */
  private static final int LIMIT = 4096;

  /** The permission to use a DNS endpoint, for any resource. */
  static final String CONNECT = "container.clusters.connect";

  private static final Pattern UID = Pattern.compile("[A-Za-z0-9_-]{8,128}");
  private static final Pattern UID_IN_MESSAGE =
      Pattern.compile("vpcServiceControlsUniqueIdentifier: ([A-Za-z0-9_-]{8,128})");
  private static final Pattern PERMISSION =
      Pattern.compile("[a-z][A-Za-z0-9]*(?:\\.[A-Za-z0-9]+){2,3}");
  private static final List<Pattern> PERMISSION_IN_MESSAGE =
      List.of(
          // Compute, and GKE's own API
          Pattern.compile("Required ['\"](" + PERMISSION + ")['\"] permission"),
          // IAM, as most others quote it
          Pattern.compile("Permission ['\"](" + PERMISSION + ")['\"] denied"));
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern PROJECT = Pattern.compile("projects/[a-z0-9][a-z0-9.:-]{1,127}");

  private ErrorClassifier() {}

  /**
   * Why the resource is unknown.
   *
   * @param response with a status that is neither 200 nor transient
   */
  public static <T> Unknown<T> of(ReadRequest request, Response response) {
    return switch (response.status()) {
      case 401 ->
          request.unknown(
              Reason.UNAUTHENTICATED,
              "the credentials were not accepted (401); check the account this reader runs as",
              new SignIn());
      case 403 -> forbidden(request, response);
      case 404 -> request.unknown(Reason.NOT_FOUND, "there is none (404)");
      case 301, 302, 303, 307, 308 -> redirected(request, response);
      default ->
          request.unknown(
              Reason.UNREADABLE,
              "answered %d %s"
                  .formatted(response.status(), Excerpt.of(ErrorBody.of(response).message())));
    };
  }

  private static <T> Unknown<T> forbidden(ReadRequest request, Response response) {
    ErrorBody body = ErrorBody.of(response);
    Optional<String> perimeter = perimeterUid(body);
    if (perimeter.isPresent()) {
      return request.unknown(
          Reason.VPC_SERVICE_CONTROLS,
          perimeterHelp(request, perimeter.get()),
          allowIngress(request, perimeter.get()));
    }
    if (body.reason().equals("SERVICE_DISABLED") || body.reason().equals("accessNotConfigured")) {
      return disabled(request, body);
    }
    Optional<String> permission = permission(body);
    if (permission.isPresent()) {
      return request.unknown(
          Reason.PERMISSION_DENIED,
          "permission denied (grant " + text(grant(request, permission.get())) + ")",
          grant(request, permission.get()));
    }
    return request.unknown(Reason.FORBIDDEN, unstatedHelp(request, body), grant(request));
  }

  static <T> Unknown<T> redirected(ReadRequest request, Response response) {
    return request.unknown(
        Reason.UNREADABLE,
        "answered with a redirect (%d), which is not followed".formatted(response.status()));
  }

  /** The part of a text that is searched for a cause. */
  static String beginning(String text) {
    return text.substring(0, Math.min(LIMIT, text.length()));
  }

  /**
   * The id of a perimeter's denial, blank if the response has none; empty if there was no denial.
   */
  private static Optional<String> perimeterUid(ErrorBody body) {
    List<String> violations = body.violations("VPC_SERVICE_CONTROLS");
    Matcher inMessage = UID_IN_MESSAGE.matcher(beginning(body.message()));
    if (!violations.isEmpty()) {
      return Optional.of(uid(violations.get(0)));
    }
    if (body.reason().equals("SECURITY_POLICY_VIOLATED")) {
      return Optional.of(uid(body.metadata("uid")));
    }
    return inMessage.find() ? Optional.of(inMessage.group(1)) : Optional.empty();
  }

  private static String uid(String text) {
    return UID.matcher(text).matches() ? text : "";
  }

  private static String perimeterHelp(ReadRequest request, String uid) {
    return "a VPC Service Controls perimeter refused %s%s (add an ingress rule to the perimeter: from this reader's service account, to service %s in projects/%s)"
        .formatted(
            request.kind().method(),
            uid.isEmpty() ? "" : ", uid " + uid,
            request.kind().service(),
            request.project());
  }

  private static AllowIngress allowIngress(ReadRequest request, String uid) {
    return new AllowIngress(
        request.kind().service(),
        request.kind().method(),
        request.scope(),
        uid.isEmpty() ? Optional.empty() : Optional.of(uid));
  }

  /**
   * An API can be disabled in the resource's project, where it then has no resources, or in the
   * project of this program. A consumer that is a project number is taken for the former.
   */
  private static <T> Unknown<T> disabled(ReadRequest request, ErrorBody body) {
    String service = request.kind().service();
    Optional<String> consumer =
        project(body.metadata("consumer")).or(() -> project(request.scope()));
    if (consumer.isEmpty()) {
      return request.unknown(
          Reason.SERVICE_DISABLED,
          "the API is not enabled (gcloud services enable %s, for the project that calls it)"
              .formatted(service));
    }
    String project = consumer.get();
    boolean isAnother =
        !project.equals(request.project())
            && !NUMBER.matcher(project).matches()
            && !request.project().contains("/");
    AccessRemedy remedy = new EnableService(service, project);
    String enable = "(gcloud services enable %s --project=%s)".formatted(service, project);
    return isAnother
        ? request.unknown(
            Reason.FORBIDDEN,
            "the API is not enabled in %s, the project that calls it %s".formatted(project, enable),
            remedy)
        : request.unknown(Reason.SERVICE_DISABLED, "the API is not enabled " + enable, remedy);
  }

  /** The id or number of {@code projects/P}; empty if the name is not a project's. */
  private static Optional<String> project(String name) {
    return PROJECT.matcher(name).matches()
        ? Optional.of(name.substring("projects/".length()))
        : Optional.empty();
  }

  /** The permission that the server itself names. */
  private static Optional<String> permission(ErrorBody body) {
    String stated = body.metadata("permission");
    if (PERMISSION.matcher(stated).matches()) {
      return Optional.of(stated);
    }
    return PERMISSION_IN_MESSAGE.stream()
        .map(form -> form.matcher(beginning(body.message())))
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1))
        .findFirst();
  }

  /** What to grant for reading the resource at all. */
  private static GrantPermission grant(ReadRequest request) {
    return grant(request, request.kind().permission());
  }

  private static GrantPermission grant(ReadRequest request, String permission) {
    return new GrantPermission(permission, role(request.kind(), permission), request.scope());
  }

  /** A role only where it is known to have the permission. */
  private static Optional<String> role(ResourceKind kind, String permission) {
    if (permission.equals(CONNECT)) {
      return Optional.of(ResourceKind.CLUSTER.role());
    }
    return permission.equals(kind.permission()) ? Optional.of(kind.role()) : Optional.empty();
  }

  private static String text(GrantPermission grant) {
    return grant
        .role()
        .map(role -> "%s, or %s".formatted(role, grant.permission()))
        .orElse(grant.permission());
  }

  private static String unstatedHelp(ReadRequest request, ErrorBody body) {
    String reason = body.reason().isEmpty() ? "" : ", reason " + Excerpt.of(body.reason());
    return "403, cause not stated%s (if it is IAM: grant %s)"
        .formatted(reason, text(grant(request)));
  }
}
