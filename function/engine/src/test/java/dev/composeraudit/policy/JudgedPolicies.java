package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.FuzzBounds;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Parts;
import dev.composeraudit.subject.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds of results, whatever the policy and whatever the subject. */
public final class JudgedPolicies {
  public static final Subject KNOWN = Subjects.composer2();

  private static final Set<Outcome> DECIDED = Set.of(Outcome.PASS, Outcome.FAIL, Outcome.SKIP);
  private static final Unknown<Object> UNSEEN = new Unknown<>(Reason.FORBIDDEN, "unseen");

  private JudgedPolicies() {}

  /** Nothing is decided of what is unseen that would be decided otherwise once it is seen. */
  static void hold(PolicySet policies, Subject subject) {
    List<Result> results = policies.judge(subject, WrittenPolicy.NOW);
    results.forEach(JudgedPolicies::hold);
    List<Result> blind = policies.judge(blind(subject), WrittenPolicy.NOW);
    for (int i = 0; i < results.size(); i++) {
      hold(blind.get(i));
      if (DECIDED.contains(blind.get(i).outcome())) {
        assertThat(results.get(i).outcome()).isEqualTo(blind.get(i).outcome());
      }
    }
  }

  private static void hold(Result result) {
    assertThat(result.messages()).isNotEmpty();
    result.messages().forEach(FuzzBounds::isOneLine);
    switch (result.outcome()) {
      case PASS, SKIP -> assertThat(result.violations()).isEmpty();
      case FAIL -> assertThat(result.violations()).isNotEmpty();
      case ERROR, PENDING, EXEMPT -> {}
    }
    if (result.outcome() == Outcome.PASS) {
      assertThat(result.unknown()).isEmpty();
    }
  }

  /** The same, of which nothing is seen but that it is there. */
  public static Subject blind(Subject subject) {
    return subject.with(Parts.unknown(UNSEEN)).withUnknownFields(Map.of());
  }
}
