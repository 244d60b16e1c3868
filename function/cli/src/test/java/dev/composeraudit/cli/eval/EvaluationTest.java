package dev.composeraudit.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.cli.eval.Expressions.Answer;
import dev.composeraudit.policy.Subjects;
import dev.composeraudit.policy.WrittenPolicy;
import dev.composeraudit.subject.Subject;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What expressions see, and what it costs them to name it. */
class EvaluationTest {
  @Test
  void aListCostsWhatItHoldsEachTimeThatItIsNamed() {
    Expressions many = new Expressions(with(2000), WrittenPolicy.NOW);
    String named = "lists.range(%d).all(i, egressNatPolicies[i].name != '')";

    assertThat(many.evaluate(named.formatted(10)).toString()).contains("true");
    assertThat(many.evaluate(named.formatted(1000)).toString())
        .contains("the evaluation costs too much");
    assertThat(
            new Expressions(with(2), WrittenPolicy.NOW)
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

  private static Subject with(int policies) {
    return Subjects.composer2(
        IntStream.range(0, policies)
            .mapToObj(
                i ->
                    "{metadata: {name: p-%d}, spec: {action: NoSNAT, destinations: []}}"
                        .formatted(i))
            .collect(Collectors.joining(", ", "egressNatPolicies: [", "]")));
  }
}
