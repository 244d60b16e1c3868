package dev.composeraudit.policy;

import java.util.List;

/** Ways to comply, computed from a subject. */
final class Remedies {
  private Remedies() {}

  static List<Result.Remedy> of(PolicyInfo policy, Outcome outcome, SubjectView view) {
    return List.of();
  }
}
