package dev.composeraudit.fetch;

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
 * Says why something could not be read, from the answer that came instead. The cause of a 403 is
 * told from its body, never guessed.
 *
 * <p>The forms: google.rpc's error details (aip.dev/193); {@code google.api.ErrorReason}'s
 * SERVICE_DISABLED and SECURITY_POLICY_VIOLATED; the sentences in which Compute, GKE, IAM and GKE's
 * webhook authorizer name a permission; Kubernetes' Status.
 */
final class ErrorClassifier {
  /**
   * Of a text, in characters, what a cause is looked for in. The sentences of Google and Kubernetes
   * are far shorter, and some patterns take time that grows with the square of what they read.
   */
  private static final int LIMIT = 4096;

  /** What it takes to pass a DNS endpoint, whatever is read behind it. */
  private static final String CONNECT = "container.clusters.connect";

  private static final Pattern UID = Pattern.compile("[A-Za-z0-9_-]{8,128}");
  private static final Pattern UID_IN_MESSAGE =
      Pattern.compile("vpcServiceControlsUniqueIdentifier: ([A-Za-z0-9_-]{8,128})");
  private static final Pattern PERMISSION =
      Pattern.compile("[a-z][A-Za-z0-9]*(?:\\.[A-Za-z0-9]+){2,3}");
  private static final List<Pattern> PERMISSION_IN_MESSAGE =
      List.of(
          // GKE's authorizer, at the end of a Kubernetes Status
          Pattern.compile("requires one of \\[\"(" + PERMISSION + ")\""),
          // Compute, and GKE's own API
          Pattern.compile("Required ['\"](" + PERMISSION + ")['\"] permission"),
          // IAM, as most others quote it
          Pattern.compile("Permission ['\"](" + PERMISSION + ")['\"] denied"));
  private static final Pattern RBAC =
      Pattern.compile("User \".*\" cannot (get|list|watch) resource \"");
  private static final Pattern DNS_TRAFFIC =
      Pattern.compile(
          "(?is).*(dns[- ](?:based )?endpoint.*(?:disallow|not allow|disabled|denied)"
              + "|(?:disallow|not allow|disabled|denied).*dns[- ](?:based )?endpoint).*");
  private static final Pattern PROJECT = Pattern.compile("projects/[a-z0-9][a-z0-9.:-]{1,127}");

  private ErrorClassifier() {}

  /** Why the reading is unknown; the answer is neither what was wanted nor transient. */
  public static <T> Unknown<T> of(ReadRequest reading, Response answer) {
    return switch (answer.status()) {
      case 401 ->
          reading.unknown(
              Reason.UNAUTHENTICATED,
              "the credentials were not accepted (401); check the account this reader runs as");
      case 403 -> forbidden(reading, answer);
      case 404 -> reading.unknown(Reason.NOT_FOUND, "there is none (404)");
      case 301, 302, 303, 307, 308 ->
          reading.unknown(
              Reason.UNREADABLE,
              "answered with a redirect (%d), which is not followed".formatted(answer.status()));
      default ->
          reading.unknown(
              Reason.UNREADABLE,
              "answered %d %s"
                  .formatted(answer.status(), Excerpt.of(ErrorBody.of(answer).message())));
    };
  }

  private static <T> Unknown<T> forbidden(ReadRequest reading, Response answer) {
    ErrorBody body = ErrorBody.of(answer);
    Optional<String> perimeter = perimeterUid(body);
    if (perimeter.isPresent()) {
      return reading.unknown(Reason.VPC_SERVICE_CONTROLS, perimeterHelp(reading, perimeter.get()));
    }
    if (body.reason().equals("SERVICE_DISABLED") || body.reason().equals("accessNotConfigured")) {
      return reading.unknown(Reason.SERVICE_DISABLED, disabledHelp(reading, body));
    }
    Optional<String> permission = permission(body);
    if (permission.isPresent()) {
      return reading.unknown(
          Reason.PERMISSION_DENIED, "permission denied " + grant(reading, permission.get()));
    }
    if (body.isKubernetes() && RBAC.matcher(beginning(body.message())).find()) {
      return reading.unknown(
          Reason.RBAC_DENIED,
          "Kubernetes RBAC denied " + grant(reading, reading.kind().permission()));
    }
    String text = body.isGoogles() ? body.message() : answer.body();
    if (DNS_TRAFFIC.matcher(beginning(text)).matches()) {
      return reading.unknown(
          Reason.DNS_ENDPOINT_DISALLOWED,
          "the cluster's DNS endpoint takes no traffic from outside its VPC"
              + " (place a reader in that VPC, or allow external traffic to the DNS endpoint)");
    }
    return reading.unknown(Reason.FORBIDDEN, unstatedHelp(reading, body));
  }

  private static String beginning(String text) {
    return text.substring(0, Math.min(LIMIT, text.length()));
  }

  /** The id by which the perimeter's owner finds the denial; blank if it was not given. */
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

  private static String perimeterHelp(ReadRequest reading, String uid) {
    return "a VPC Service Controls perimeter refused %s%s (add an ingress rule to the perimeter: from this reader's service account, to service %s in projects/%s)"
        .formatted(
            reading.kind().method(),
            uid.isEmpty() ? "" : ", uid " + uid,
            reading.kind().service(),
            reading.project());
  }

  private static String disabledHelp(ReadRequest reading, ErrorBody body) {
    String consumer = body.metadata("consumer");
    String project =
        PROJECT.matcher(consumer).matches()
            ? consumer.substring("projects/".length())
            : reading.project();
    return "the API is not enabled (gcloud services enable %s --project=%s)"
        .formatted(reading.kind().service(), project);
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

  /** What to grant: the role only where it is known to have the permission. */
  private static String grant(ReadRequest reading, String permission) {
    if (permission.equals(CONNECT)) {
      return "(grant roles/container.clusterViewer, or %s)".formatted(permission);
    }
    if (!permission.equals(reading.kind().permission())) {
      return "(grant " + permission + ")";
    }
    return "(grant %s, or %s)".formatted(reading.kind().role(), permission);
  }

  private static String unstatedHelp(ReadRequest reading, ErrorBody body) {
    String reason = body.reason().isEmpty() ? "" : ", reason " + Excerpt.of(body.reason());
    return "403, cause not stated%s (if it is IAM: grant %s, or %s)"
        .formatted(reason, reading.kind().role(), reading.kind().permission());
  }
}
