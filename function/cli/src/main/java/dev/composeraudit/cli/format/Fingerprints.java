package dev.composeraudit.cli.format;

import com.google.common.hash.Hashing;
import dev.composeraudit.cli.format.CheckReport.Row;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Ids of results that stay the same from run to run: by the policy and the environment, whatever
 * file, line or message it has. That of an environment is the id of its finding.
 */
final class Fingerprints {
  private final Map<String, Integer> seen = new HashMap<>();

  /** Of the next result; where a run has several for one policy and subject, they are numbered. */
  String next(Row row) {
    String subject =
        row.environment() != null
            ? row.environment().fullResourceName()
            : row.file() + "\n" + row.address();
    String id = hash(row.result().policy().name() + "\n" + subject);
    return id + ":" + seen.merge(id, 1, Integer::sum);
  }

  private static String hash(String text) {
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString().substring(0, 32);
  }
}
