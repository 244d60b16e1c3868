package dev.composeraudit.cli.dashboard;

import java.util.List;

/** Findings of environments that do not exist, told apart by what a test is about. */
final class TestFinding {
  private TestFinding() {}

  static DashboardFinding of(String environment, Verdict verdict, long seen) {
    return of(environment, "agent", verdict, seen, seen + 1);
  }

  /** Of one environment and policy, as a kind of event has it that names somebody. */
  static DashboardFinding by(String principal, String trigger, Verdict verdict, long seen) {
    return of("etl", "agent", verdict, seen, seen + 1, trigger, principal);
  }

  static DashboardFinding of(
      String environment, String policy, Verdict verdict, long seen, long judged) {
    return of(environment, policy, verdict, seen, judged, "sweep", "");
  }

  private static DashboardFinding of(
      String environment,
      String policy,
      Verdict verdict,
      long seen,
      long judged,
      String trigger,
      String principal) {
    return new DashboardFinding(
        environment + "/" + policy,
        environment + policy + seen,
        seen,
        judged,
        verdict,
        4,
        new DashboardFinding.Environment(
            environment, "project", "region", "team", "image", "RUNNING", ""),
        new DashboardFinding.Policy(policy, "Title of " + policy, "", List.of()),
        new DashboardFinding.TriggerEntry(trigger, "trigger" + seen, "", principal),
        List.of("message at " + seen),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        "",
        false,
        null,
        "document",
        List.of());
  }
}
