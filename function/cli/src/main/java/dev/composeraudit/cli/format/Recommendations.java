package dev.composeraudit.cli.format;

import dev.composeraudit.policy.result.Result;

/** Whether a policy's recommendation has anything to do with a result. */
final class Recommendations {
  private Recommendations() {}

  /** Where it complies or does not apply there is nothing to do. */
  static boolean applies(Result result) {
    return switch (result.outcome()) {
      case FAIL, EXEMPT, ERROR, PENDING -> true;
      case PASS, SKIP -> false;
    };
  }
}
