package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.policy.Expressions.Answer;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Subject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What expressions see, and what it costs them to name it. */
class EvaluationTest {
  @Test
  void aListCostsWhatItHoldsEachTimeThatItIsNamed() {
    Expressions many = new Expressions(with(2000), Written.NOW);
    String named = "lists.range(%d).all(i, egressNatPolicies[i].name != '')";

    assertThat(many.evaluate(named.formatted(10)).toString()).contains("true");
    assertThat(many.evaluate(named.formatted(1000)).toString())
        .contains("the evaluation costs too much");
    assertThat(
            new Expressions(with(2), Written.NOW)
                .evaluate("lists.range(1000).all(i, egressNatPolicies[i % 2].name != '')")
                .toString())
        .contains("true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type(ip('10.0.0.1')) == net.IP",
        "type(cidr('10.0.0.0/8')) == net.CIDR",
        "type(ip('10.0.0.1')) != net.CIDR",
        "type('10.0.0.1') != net.IP"
      })
  void theTypesOfAddressesHaveNamesToCompareWith(String expression) {
    assertThat(new Expressions(Subjects.composer2(), Written.NOW).evaluate(expression))
        .isInstanceOfSatisfying(
            Answer.Value.class, it -> assertThat(it.value().getAsBoolean()).isTrue());
  }

  @Test
  void nowIsWhenItIsJudged() {
    assertThat(
            new Expressions(Subjects.composer2(), Written.NOW)
                .evaluate("now == timestamp('%s')".formatted(Written.NOW)))
        .isInstanceOfSatisfying(
            Answer.Value.class, it -> assertThat(it.value().getAsBoolean()).isTrue());
  }

  private static Subject with(int policies) {
    List<EgressNatPolicy> all =
        IntStream.range(0, policies)
            .mapToObj(
                i ->
                    new EgressNatPolicy(
                        "p-" + i, false, EgressNatPolicy.NO_SNAT, List.of(), List.of()))
            .toList();
    return Hypothesis.policies(Subjects.composer2(), all);
  }
}
