package dev.composeraudit.report;

import dev.composeraudit.subject.EnvironmentName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The ids of a finding, the same for the same question however often it is answered: 32 lower-case
 * hex digits, as Security Command Center demands of a finding's id.
 */
final class FindingIds {
  private FindingIds() {}

  /** Of the finding: by the environment's name, not its UUID, so that a recreation clears it. */
  static String finding(String policy, EnvironmentName environment) {
    return finding(policy, environment.fullResourceName());
  }

  /** Of a finding about something else than an environment, by its full resource name. */
  static String finding(String policy, String resource) {
    return hash(policy + "\n" + resource);
  }

  /** Of what one trigger says of the finding: a redelivered trigger repeats it. */
  static String message(String finding, String triggerId) {
    return hash(finding + "\n" + triggerId);
  }

  /** The first half of a SHA-256. */
  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, 32);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
