package dev.composeraudit.cli.accept;

import dev.composeraudit.cli.accept.ResultFile.Row;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.source.ExceptionSource;
import dev.composeraudit.policy.source.ResourcePattern;
import java.util.List;

/** Whether results hold a violation that an exception is for. */
public enum ExceptionUse {
  /** There is one, or there may be: conditions of exceptions are not evaluated. */
  USED,
  /** What it is for was judged, and does not violate. */
  UNUSED,
  /** Nothing that it is for is among the results. */
  NOT_JUDGED;

  /** What results say of an exception. */
  public static ExceptionUse of(ExceptionSource exception, List<Row> rows) {
    List<Row> judged = rows.stream().filter(row -> isFor(exception, row)).toList();
    if (judged.isEmpty()) {
      return NOT_JUDGED;
    }
    return judged.stream().anyMatch(row -> mayCover(exception, row)) ? USED : UNUSED;
  }

  private static boolean isFor(ExceptionSource exception, Row row) {
    return exception.policies().contains(row.policy())
        && row.environment() != null
        && ResourcePattern.anyMatches(exception.matchResources(), row.environment());
  }

  private static boolean mayCover(ExceptionSource exception, Row row) {
    boolean decided =
        row.outcome() == Outcome.FAIL
            || row.outcome() == Outcome.EXEMPT
            || row.outcome() == Outcome.PASS
            || row.outcome() == Outcome.SKIP;
    return !decided
        || row.violations().stream()
            .anyMatch(each -> exception.concerns(each.binding(), each.destinations()));
  }

  /** One line for a person; blank where it is used. */
  public String text() {
    return switch (this) {
      case USED -> "";
      case UNUSED -> "matches nothing: nothing that it covers is a violation";
      case NOT_JUDGED -> "matches nothing: nothing that it covers was judged";
    };
  }
}
