package dev.composeraudit.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.composeraudit.FuzzBounds;
import dev.composeraudit.cli.eval.Expressions.Answer;
import dev.composeraudit.policy.JudgedPolicies;
import dev.composeraudit.policy.WrittenPolicy;

/** A CEL expression over a subject that is seen, and over one that is not. */
class ExpressionFuzzTest {
  private static final Expressions SEEN = new Expressions(JudgedPolicies.KNOWN, WrittenPolicy.NOW);
  private static final Expressions UNSEEN =
      new Expressions(JudgedPolicies.blind(JudgedPolicies.KNOWN), WrittenPolicy.NOW);

  static {
    // The first of a process pays for CEL's own classes.
    SEEN.evaluate("lists.range(200).map(i, string(i) + \"x\").join().matches(\"(12x)+\")");
    UNSEEN.evaluate("resource.name");
  }

  @FuzzTest
  void anExpressionHasAValueOrSaysWhyNotAndWhatIsUnseenDecidesNothing(byte[] data) {
    String text = FuzzBounds.text(data);
    FuzzBounds.withinASecond(
        () -> {
          Answer seen = SEEN.evaluate(text);
          Answer unseen = UNSEEN.evaluate(text);
          hold(seen);
          hold(unseen);
          if (unseen instanceof Answer.Value value) {
            assertThat(seen).isEqualTo(value);
          }
        });
  }

  private static void hold(Answer answer) {
    if (answer instanceof Answer.Failure failure) {
      assertThat(failure.message()).isNotBlank();
    }
  }
}
