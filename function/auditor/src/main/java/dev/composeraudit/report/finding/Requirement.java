package dev.composeraudit.report.finding;

/**
 * A requirement of a standard, as policies write it: {@code NIST SP 800-53 Rev. 5: CM-6}.
 *
 * @param standard before the last {@code ": "}
 * @param id after it; blank if the policy names the standard only
 */
public record Requirement(String standard, String id) {
  static Requirement parse(String text) {
    int colon = text.lastIndexOf(": ");
    return colon < 0
        ? new Requirement(text, "")
        : new Requirement(text.substring(0, colon), text.substring(colon + 2));
  }
}
