package dev.composeraudit.report.scc;

import dev.composeraudit.document.Excerpt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call to Security Command Center that will be answered the same way again, until somebody
 * corrects the cause. The message says what was being done, why it was refused, as far as the
 * answer itself says, and what would help.
 */
final class SecurityCenterError extends Exception {
  private static final long serialVersionUID = 1L;

  private static final Pattern PERIMETER =
      Pattern.compile("vpcServiceControlsUniqueIdentifier: ([A-Za-z0-9_-]{8,128})");

  /** What is done, with the permission that it takes. */
  enum Call {
    LIST("listing the findings of", "securitycenter.findings.list"),
    UPDATE("writing findings to", "securitycenter.findings.update"),
    SET_STATE("setting the state of findings of", "securitycenter.findings.setState");

    private final String what;
    private final String permission;

    Call(String what, String permission) {
      this.what = what;
      this.permission = permission;
    }

    /** As the beginning of a sentence that says how it went. */
    String on(String source) {
      return what + " " + source + ": ";
    }
  }

  /**
   * @param body of the answer, in the form of Google's errors
   */
  SecurityCenterError(Call call, String source, int status, String body) {
    super(call.on(source) + reason(call, status, body));
  }

  /**
   * @param reason in a few words
   */
  SecurityCenterError(Call call, String source, String reason) {
    super(call.on(source) + reason);
  }

  private static String reason(Call call, int status, String body) {
    return switch (status) {
      case 401 -> "the credentials were not accepted (401)";
      case 403 -> forbidden(call, body);
      case 404 -> "there is no such source (404)";
      default -> "answered %d %s".formatted(status, Excerpt.of(body));
    };
  }

  private static String forbidden(Call call, String body) {
    Matcher perimeter = PERIMETER.matcher(body);
    if (perimeter.find()) {
      return "a VPC Service Controls perimeter refused it, uid %s (add an ingress rule for service securitycenter.googleapis.com)"
          .formatted(perimeter.group(1));
    }
    if (body.contains("\"SERVICE_DISABLED\"")) {
      return "the API is not enabled (gcloud services enable securitycenter.googleapis.com, in the"
          + " function's project)";
    }
    return "%s (%sgrant roles/securitycenter.findingsEditor on the source, or %s)"
        .formatted(
            body.contains(call.permission) ? "permission denied" : "403, cause not stated",
            body.contains(call.permission) ? "" : "if it is IAM: ",
            call.permission);
  }
}
