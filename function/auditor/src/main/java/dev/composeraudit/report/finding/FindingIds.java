package dev.composeraudit.report.finding;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The ids of findings, which depend on nothing but what they identify: 32 lower-case hex digits, as
 * Security Command Center demands of a finding's id.
 */
public final class FindingIds {
  private FindingIds() {}

  /**
   * Of the finding.
   *
   * @param resource its full resource name, not its UUID, so that a recreation clears the finding
   */
  static String finding(String policy, String resource) {
    return hash(policy + "\n" + resource);
  }

  /** Of what one event says of the finding: an event that is delivered again repeats it. */
  static String message(String finding, String triggerId) {
    return hash(finding + "\n" + triggerId);
  }

  /** The first half of a SHA-256. */
  public static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, 32);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
