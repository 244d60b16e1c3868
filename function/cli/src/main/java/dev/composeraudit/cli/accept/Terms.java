package dev.composeraudit.cli.accept;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * On which terms a violation is accepted.
 *
 * @param expiresAt when it is not accepted anymore
 * @param properties of the exception: who approved it, who answers for it, why, its ticket
 */
record Terms(Instant expiresAt, Map<String, String> properties) {
  Terms {
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
  }

  boolean isExpired(Instant now) {
    return !now.isBefore(expiresAt);
  }
}
