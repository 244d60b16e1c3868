package dev.composeraudit.report.finding;

import dev.composeraudit.event.CoverageRequest;
import java.time.Instant;

/**
 * What was found out about one scope.
 *
 * @param request the event that asked for it
 * @param scope {@code organizations/N}, {@code folders/N} or {@code projects/P}, or several with
 *     commas between them
 * @param time when the inventory and the log were compared
 */
public record CoverageCheck(
    CoverageRequest request, String scope, CoverageReport report, Instant time) {}
