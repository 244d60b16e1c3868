package dev.composeraudit.cli.policytest;

import dev.composeraudit.policy.cel.CelJson;
import dev.composeraudit.policy.judge.CompiledPolicy;
import dev.composeraudit.policy.judge.Evaluation;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Failed;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Unknown;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Value;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.source.PolicySource;
import dev.composeraudit.policy.source.PolicyTestSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Why a case failed, for a person: what was expected, what came, and what it came from.
 *
 * @param messages what was said, notes included
 * @param unmatched what was expected beside the result, and did not come
 */
record TestReport(
    PolicyTestSource.Case test, Outcome outcome, List<String> messages, List<String> unmatched) {
  /** Compares what came of a policy alone with what was expected. */
  static TestReport of(PolicyTestSource.Case test, Outcome outcome, List<String> messages) {
    List<String> unmatched = new ArrayList<>();
    test.messages().stream()
        .filter(regex -> messages.stream().noneMatch(message -> regex.matcher(message).find()))
        .forEach(regex -> unmatched.add("no message matches " + regex));
    return new TestReport(test, outcome, messages, unmatched);
  }

  /** Compares what came of a policy with its bindings and exceptions with what was expected. */
  static TestReport of(PolicyTestSource.Case test, Result result) {
    List<String> messages = new ArrayList<>(result.messages());
    messages.addAll(result.notes());
    TestReport report = of(test, result.outcome(), messages);
    if (test.severity() != null && test.severity() != result.severity()) {
      report
          .unmatched()
          .add("severity: expected %s, actual %s".formatted(test.severity(), result.severity()));
    }
    String exception = result.exception() == null ? "none" : result.exception().name();
    if (test.exception() != null && !test.exception().equals(exception)) {
      report
          .unmatched()
          .add("exception: expected %s, actual %s".formatted(test.exception(), exception));
    }
    return report;
  }

  boolean isPassed() {
    return outcome == test.result() && unmatched.isEmpty();
  }

  /** Of a case with bindings, whose parameters may be several. */
  String render() {
    return String.join("\n", lines());
  }

  String render(CompiledPolicy policy, Evaluation evaluation) {
    List<String> lines = lines();
    for (PolicySource.Clause variable : policy.source().variables()) {
      String name = "variables." + variable.name();
      lines.add(name + " = " + shown(evaluation.variable(name)));
    }
    if (!test.parameters().isEmpty()) {
      lines.add("parameters = " + test.parameters());
    }
    return String.join("\n", lines);
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    String expected =
        unmatched.isEmpty() || test.messages().isEmpty()
            ? ""
            : test.messages().stream()
                .map(Object::toString)
                .collect(Collectors.joining(", ", " with messages that match ", ""));
    lines.add("expected " + test.result() + expected);
    lines.add("actual   " + outcome + (unmatched.isEmpty() ? "" : ": no match"));
    messages.forEach(message -> lines.add("         " + message));
    lines.addAll(unmatched);
    return lines;
  }

  private static String shown(Evaluation.Evaluated outcome) {
    if (outcome instanceof Value value) {
      return CelJson.toJson(value.value()).toString();
    }
    if (outcome instanceof Unknown unknown) {
      return "unknown: "
          + unknown.parts().stream().map(part -> part.part().key() + ": " + part.help()).toList();
    }
    return "error: " + ((Failed) outcome).message();
  }
}
