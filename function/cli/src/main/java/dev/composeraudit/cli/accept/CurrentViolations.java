package dev.composeraudit.cli.accept;

import dev.composeraudit.cli.accept.ResultFile.Row;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.source.DestinationSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The violations in results, by which accepted violations are still violated or gone. */
final class CurrentViolations {
  private final Set<String> judged = new HashSet<>();
  private final Set<String> inDoubt = new HashSet<>();
  private final Map<List<String>, List<String>> open = new HashMap<>();

  CurrentViolations(List<Row> rows) {
    for (Row row : rows) {
      if (row.environment() != null) {
        String environment = row.environment().toString();
        judged.add(row.policy() + " " + environment);
        if (isInDoubt(row)) {
          inDoubt.add(environment);
        }
        for (AcceptedViolation each : AcceptedViolation.of(row, true)) {
          open.computeIfAbsent(key(each), any -> new ArrayList<>()).add(each.destination());
        }
      }
    }
  }

  private static boolean isInDoubt(Row row) {
    return row.isUnknown()
        || row.outcome() == Outcome.ERROR
        || row.outcome() == Outcome.PENDING
        || row.violations().stream().anyMatch(each -> each.destinations() == null);
  }

  boolean isViolated(AcceptedViolation violation) {
    List<String> destinations = open.getOrDefault(key(violation), List.of());
    return violation.destination().isEmpty()
        ? destinations.contains("")
        : destinations.stream()
            .anyMatch(DestinationSet.of(List.of(violation.destination()))::touches);
  }

  boolean isGone(AcceptedViolation violation) {
    return judged.contains(violation.policy() + " " + violation.environment())
        && !inDoubt.contains(violation.environment())
        && !isViolated(violation);
  }

  private static List<String> key(AcceptedViolation violation) {
    return List.of(violation.policy(), violation.environment(), violation.binding());
  }
}
