package dev.composeraudit.cli.accept;

import dev.composeraudit.cli.accept.ResultFile.Row;
import dev.composeraudit.cli.accept.ResultFile.Violated;
import dev.composeraudit.policy.result.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One violation that is accepted: the least that an exception can be about.
 *
 * @param environment its full name
 * @param binding blank for a policy without bindings
 * @param destination blank for a violation of the whole environment
 */
record AcceptedViolation(String policy, String environment, String binding, String destination)
    implements Comparable<AcceptedViolation> {
  private static final Comparator<AcceptedViolation> ORDER =
      Comparator.comparing(AcceptedViolation::policy)
          .thenComparing(AcceptedViolation::binding)
          .thenComparing(AcceptedViolation::environment)
          .thenComparing(AcceptedViolation::destination);

  /**
   * The violations of a result, one for each destination. Left out are those of environments
   * without a name, and those whose destinations are not known.
   *
   * @param withCovered whether those that exceptions cover are among them
   */
  static List<AcceptedViolation> of(Row row, boolean withCovered) {
    List<AcceptedViolation> all = new ArrayList<>();
    if (row.environment() == null
        || !(row.outcome() == Outcome.FAIL || (withCovered && row.outcome() == Outcome.EXEMPT))) {
      return all;
    }
    for (Violated violated : row.violations()) {
      List<String> destinations = violated.destinations();
      if (destinations != null && (withCovered || !violated.isCovered())) {
        for (String each : destinations.isEmpty() ? List.of("") : destinations) {
          all.add(
              new AcceptedViolation(
                  row.policy(), row.environment().toString(), violated.binding(), each));
        }
      }
    }
    return all;
  }

  @Override
  public int compareTo(AcceptedViolation other) {
    return ORDER.compare(this, other);
  }

  /** Whether both are of one policy, environment and binding. */
  boolean isBeside(AcceptedViolation other) {
    return policy.equals(other.policy)
        && environment.equals(other.environment)
        && binding.equals(other.binding);
  }
}
