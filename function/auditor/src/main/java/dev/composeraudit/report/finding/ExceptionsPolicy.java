package dev.composeraudit.report.finding;

import dev.composeraudit.policy.result.ExceptionInfo;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The policy that is built in, {@code exceptions-expire-soon}: no exception in force may end within
 * 30 days, or have ended.
 */
final class ExceptionsPolicy {
  static final PolicyInfo INFO =
      new PolicyInfo(
          "exceptions-expire-soon",
          "Exceptions must be reviewed before they expire",
          "When an exception expires, what it covers is a violation again. Its owner should know"
              + " that in advance.",
          Severity.MEDIUM,
          "",
          "Fix what each of these exceptions covers, and remove the exception. If that takes"
              + " longer, have it approved again with a later expiresAt (composer-audit accept"
              + " --renew). Remove exceptions that have expired. Then deploy the exceptions.",
          List.of(),
          List.of(),
          "",
          List.of());

  private ExceptionsPolicy() {}

  static Result result(CoverageCheck check) {
    Instant now = check.time();
    List<ExceptionInfo> soon =
        check.exceptions().stream().filter(each -> each.expiresSoon(now)).toList();
    List<ExceptionInfo> expired =
        check.exceptions().stream().filter(each -> each.isExpired(now)).toList();
    if (check.exceptions().isEmpty()) {
      return Result.of(INFO, Outcome.SKIP, List.of("There are no exceptions."));
    }
    if (soon.isEmpty() && expired.isEmpty()) {
      return Result.of(
          INFO,
          Outcome.PASS,
          List.of(
              "Complies: of %d exceptions none expires within %d days."
                  .formatted(check.exceptions().size(), ExceptionInfo.SOON.toDays())));
    }
    List<String> messages = new ArrayList<>();
    messages.add(
        "Of %d exceptions %d expire within %d days, and %d have expired."
            .formatted(
                check.exceptions().size(),
                soon.size(),
                ExceptionInfo.SOON.toDays(),
                expired.size()));
    soon.forEach(each -> messages.add(line(each, now)));
    expired.forEach(each -> messages.add(line(each, now)));
    return Result.of(INFO, Outcome.FAIL, messages);
  }

  private static String line(ExceptionInfo exception, Instant now) {
    return "%s (%s): %s"
        .formatted(
            exception.name(), String.join(", ", exception.policies()), exception.status(now));
  }
}
