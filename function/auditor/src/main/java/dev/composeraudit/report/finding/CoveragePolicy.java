package dev.composeraudit.report.finding;

import dev.composeraudit.event.CoverageCount;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.report.finding.CoverageReport.Compared;
import dev.composeraudit.report.finding.CoverageReport.Undecided;
import dev.composeraudit.report.json.JsonFields;
import java.util.ArrayList;
import java.util.List;

/**
 * The policy that is built in, {@code environments-are-judged}: every environment of a scope must
 * have been judged in the last 26 hours.
 */
final class CoveragePolicy {
  static final PolicyInfo INFO =
      new PolicyInfo(
          "environments-are-judged",
          "Every environment must be judged",
          "Events can be lost before they reach Pub/Sub, and audits can fail for good. An"
              + " environment that was not judged for more than a day may violate any policy.",
          Severity.HIGH,
          "observability",
          "Publish {\"kind\": \"sweep\"} to the events topic, and read the function's log: the"
              + " entries about these environments (jsonPayload.event=\"event_postponed\" or"
              + " \"event_refused\") and the dead-letter topic show why they are not judged.",
          List.of(),
          List.of(),
          "",
          List.of());

  private CoveragePolicy() {}

  static Result result(CoverageCheck check) {
    if (check.report() instanceof Undecided undecided) {
      return undecided(check.scope(), undecided);
    }
    CoverageCount count = ((Compared) check.report()).count();
    if (count.environments() == 0) {
      // A scope in which nothing is seen does not comply: the inventory may be what is missing.
      return Result.of(
          INFO, Outcome.SKIP, List.of("There are no environments below " + check.scope() + "."));
    }
    return count.unjudged() == 0 ? covered(check.scope(), count) : uncovered(check.scope(), count);
  }

  private static Result undecided(String scope, Undecided undecided) {
    List<String> messages = new ArrayList<>();
    messages.add("It can't be told which environments below " + scope + " were judged.");
    undecided.obstacles().forEach(obstacle -> messages.add(JsonFields.truncate(obstacle)));
    return Result.of(INFO, Outcome.ERROR, messages);
  }

  private static Result covered(String scope, CoverageCount count) {
    return Result.of(
        INFO,
        Outcome.PASS,
        List.of(
            "Complies: each of the %d environments below %s was judged in the last 26 hours."
                .formatted(count.environments(), scope)));
  }

  private static Result uncovered(String scope, CoverageCount count) {
    List<String> messages = new ArrayList<>();
    messages.add(
        "%d of %d environments below %s were not judged in the last 26 hours."
            .formatted(count.unjudged(), count.environments(), scope));
    count.named().forEach(name -> messages.add(name.toString()));
    if (count.unjudged() > count.named().size()) {
      messages.add("and %d more".formatted(count.unjudged() - count.named().size()));
    }
    return Result.of(INFO, Outcome.FAIL, messages);
  }
}
