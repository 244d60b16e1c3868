package dev.composeraudit.policy;

import dev.composeraudit.subject.Document;
import java.time.Instant;
import java.util.List;

/**
 * An exception as it was written: it turns a FAIL into EXEMPT until it expires.
 *
 * @param owner who approved it
 */
record ExceptionSource(
    String name,
    List<String> policies,
    List<ResourcePattern> matchResources,
    List<PolicySource.Clause> matchConditions,
    Instant expiresAt,
    String owner,
    String reason,
    Document document) {}
