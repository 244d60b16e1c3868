package dev.composeraudit.cli.policytest;

import dev.composeraudit.policy.cel.Values;
import dev.composeraudit.policy.judge.CompiledPolicy;
import dev.composeraudit.policy.judge.Evaluation;
import dev.composeraudit.policy.judge.Evaluation.Outcome.Failed;
import dev.composeraudit.policy.judge.Evaluation.Outcome.Unknown;
import dev.composeraudit.policy.judge.Evaluation.Outcome.Value;
import dev.composeraudit.policy.judge.PolicyVerdict;
import dev.composeraudit.policy.source.PolicySource;
import dev.composeraudit.policy.source.PolicyTestSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Why a case failed, for a person: what was expected, what came, and what it came from. */
record TestReport(PolicyTestSource.Case test, PolicyVerdict verdict, List<String> unmatched) {
  String render(CompiledPolicy policy, Evaluation evaluation) {
    List<String> lines = new ArrayList<>();
    String messages =
        unmatched.isEmpty()
            ? ""
            : test.messages().stream()
                .map(Object::toString)
                .collect(Collectors.joining(", ", " with messages that match ", ""));
    lines.add("expected " + test.result() + messages);
    lines.add("actual   " + verdict.outcome() + (unmatched.isEmpty() ? "" : ": no match"));
    verdict.messages().forEach(message -> lines.add("         " + message));
    lines.addAll(unmatched);
    for (PolicySource.Clause variable : policy.source().variables()) {
      String name = "variables." + variable.name();
      lines.add(name + " = " + shown(evaluation.variable(name)));
    }
    if (!test.parameters().isEmpty()) {
      lines.add("parameters = " + test.parameters());
    }
    return String.join("\n", lines);
  }

  private static String shown(Evaluation.Outcome outcome) {
    if (outcome instanceof Value value) {
      return Values.show(value.value());
    }
    if (outcome instanceof Unknown unknown) {
      return "unknown: "
          + unknown.parts().stream().map(part -> part.part().key() + ": " + part.help()).toList();
    }
    return "error: " + ((Failed) outcome).message();
  }
}
