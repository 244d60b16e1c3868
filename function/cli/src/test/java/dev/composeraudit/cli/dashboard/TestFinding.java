package dev.composeraudit.cli.dashboard;

import java.util.List;

/** Findings of environments that do not exist, told apart by what a test is about. */
final class TestFinding {
  private TestFinding() {}

  static DashboardFinding of(String environment, Verdict verdict, long seen) {
    return of(environment, "agent", verdict, seen, seen + 1);
  }

  static DashboardFinding of(
      String environment, String policy, Verdict verdict, long seen, long judged) {
    return new DashboardFinding(
        environment + "/" + policy,
        environment + policy + seen,
        seen,
        judged,
        verdict,
        4,
        new DashboardFinding.Environment(environment, "project", "region", "image", "RUNNING", ""),
        new DashboardFinding.Policy(policy, "Title of " + policy, "", List.of()),
        new DashboardFinding.TriggerEntry("sweep", "trigger" + seen, "", ""),
        List.of("message at " + seen),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        "",
        false,
        null,
        "document");
  }
}
