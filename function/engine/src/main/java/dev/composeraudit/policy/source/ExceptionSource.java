package dev.composeraudit.policy.source;

import dev.composeraudit.document.Document;
import java.time.Instant;
import java.util.List;

/**
 * An exception as it was written: it turns a FAIL into EXEMPT until it expires.
 *
 * @param owner who approved it
 */
public record ExceptionSource(
    String name,
    List<String> policies,
    List<ResourcePattern> matchResources,
    List<PolicySource.Clause> matchConditions,
    Instant expiresAt,
    String owner,
    String reason,
    Document document) {
  /** Whether it covers every environment there is. */
  public boolean coversAll() {
    return matchConditions.isEmpty()
        && (matchResources.isEmpty() || matchResources.stream().anyMatch(ResourcePattern::matchesAll));
  }
}
