package dev.composeraudit.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.cli.eval.Expressions.Answer;
import dev.composeraudit.policy.Subjects;
import dev.composeraudit.policy.WrittenPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What expressions see. */
class EvaluationTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "type(ip('10.0.0.1')) == net.IP",
        "type(cidr('10.0.0.0/8')) == net.CIDR",
        "type(ip('10.0.0.1')) != net.CIDR",
        "type('10.0.0.1') != net.IP"
      })
  void theTypesOfAddressesHaveNamesToCompareWith(String expression) {
    assertThat(new Expressions(Subjects.composer2(), WrittenPolicy.NOW).evaluate(expression))
        .isInstanceOfSatisfying(
            Answer.Value.class, it -> assertThat(it.value().getAsBoolean()).isTrue());
  }

  @Test
  void nowIsWhenItIsJudged() {
    assertThat(
            new Expressions(Subjects.composer2(), WrittenPolicy.NOW)
                .evaluate("now == timestamp('%s')".formatted(WrittenPolicy.NOW)))
        .isInstanceOfSatisfying(
            Answer.Value.class, it -> assertThat(it.value().getAsBoolean()).isTrue());
  }
}
