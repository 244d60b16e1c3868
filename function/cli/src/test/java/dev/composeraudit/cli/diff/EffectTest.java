package dev.composeraudit.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.Source;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Severity;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EffectTest {
  @ParameterizedTest
  @CsvSource({
    "PASS, FAIL, WORSE",
    "PASS, ERROR, WORSE",
    "PASS, PENDING, WORSE",
    "PASS, EXEMPT, WORSE",
    "PASS, SKIP, OTHER",
    "PASS, , OTHER",
    "SKIP, FAIL, WORSE",
    "SKIP, ERROR, WORSE",
    "SKIP, PENDING, WORSE",
    "SKIP, EXEMPT, WORSE",
    "SKIP, PASS, OTHER",
    "FAIL, PASS, BETTER",
    "FAIL, EXEMPT, OTHER",
    "FAIL, SKIP, OTHER",
    "FAIL, , OTHER",
    "FAIL, ERROR, WORSE",
    "FAIL, PENDING, WORSE",
    "EXEMPT, FAIL, WORSE",
    "EXEMPT, ERROR, WORSE",
    "EXEMPT, PENDING, WORSE",
    "EXEMPT, PASS, BETTER",
    "ERROR, FAIL, WORSE",
    "ERROR, PASS, BETTER",
    "ERROR, PENDING, OTHER",
    "ERROR, EXEMPT, OTHER",
    "PENDING, FAIL, WORSE",
    "PENDING, PASS, BETTER",
    "PENDING, ERROR, UNKNOWN",
    ", FAIL, WORSE",
    ", ERROR, UNKNOWN",
    ", PENDING, OTHER",
    ", EXEMPT, OTHER",
    ", PASS, OTHER"
  })
  void aViolationThatWasNotThereAndAnUnknownThatWasKnownAreWorse(
      @Nullable Outcome before, @Nullable Outcome after, Effect effect) {
    assertThat(Effect.of(result(before), result(after))).isEqualTo(effect);
  }

  @Test
  void whatGetsWorseFromFirstToLastGetsWorseOnTheWay() {
    for (Outcome first : Outcome.values()) {
      for (Outcome between : Outcome.values()) {
        for (Outcome last : Outcome.values()) {
          if (isWorse(first, last)) {
            assertThat(isWorse(first, between) || isWorse(between, last))
                .as("%s, %s, %s", first, between, last)
                .isTrue();
          }
        }
      }
    }
  }

  private static boolean isWorse(Outcome before, Outcome after) {
    return before != after && Effect.of(result(before), result(after)) == Effect.WORSE;
  }

  @Test
  void aViolationThatViolatesOrMattersMoreIsWorse() {
    JudgedResult one = violation(Severity.LOW, List.of(), "v1", "a");
    assertThat(Effect.of(one, violation(Severity.LOW, List.of(), "v1", "a", "b")))
        .isEqualTo(Effect.WORSE);
    assertThat(Effect.of(one, violation(Severity.HIGH, List.of(), "v1", "a")))
        .isEqualTo(Effect.WORSE);
    assertThat(Effect.of(violation(Severity.HIGH, List.of(), "v1", "a", "b"), one))
        .isEqualTo(Effect.OTHER);
  }

  @Test
  void anotherWordingOrTheEndOfARootCauseIsNotWorse() {
    // The same expression written in another way, in another version of the policy.
    assertThat(
            Effect.of(
                violation(Severity.LOW, List.of(), "v1", "a"),
                violation(Severity.LOW, List.of(), "v2", "a ")))
        .isEqualTo(Effect.OTHER);
    // It was Informational because of another violation, which is gone.
    assertThat(
            Effect.of(
                violation(Severity.INFORMATIONAL, List.of("other"), "v1", "a"),
                violation(Severity.HIGH, List.of(), "v1", "a")))
        .isEqualTo(Effect.OTHER);
  }

  @Test
  void aSourceThatIsUnknownAfterwardsIsWorse() {
    assertThat(Effect.ofSource(Source.UNKNOWN)).isEqualTo(Effect.WORSE);
    assertThat(Effect.ofSource(Source.POD)).isEqualTo(Effect.OTHER);
    assertThat(Effect.ofSource(Source.NODE)).isEqualTo(Effect.OTHER);
  }

  @Test
  void aFirewallThatLetsLessThroughIsWorse() {
    for (Acceptance before : Acceptance.values()) {
      for (Acceptance after : Acceptance.values()) {
        boolean worse =
            (before == Acceptance.YES && after != Acceptance.YES)
                || (before == Acceptance.IN_PART
                    && (after == Acceptance.NO || after == Acceptance.UNKNOWN));
        assertThat(Effect.ofAcceptance(before, after) == Effect.WORSE)
            .as("%s, %s", before, after)
            .isEqualTo(worse);
      }
    }
  }

  private static @Nullable JudgedResult result(@Nullable Outcome outcome) {
    return outcome == null
        ? null
        : new JudgedResult(outcome, Severity.HIGH, List.of("m"), List.of(), "v1", Set.of());
  }

  private static JudgedResult violation(
      Severity severity, List<String> causes, String version, String... expressions) {
    return new JudgedResult(
        Outcome.FAIL, severity, List.of("m"), causes, version, Set.of(expressions));
  }
}
