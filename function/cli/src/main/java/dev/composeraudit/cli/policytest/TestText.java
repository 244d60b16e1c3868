package dev.composeraudit.cli.policytest;

import dev.composeraudit.cli.console.Colour;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.policytest.PolicyTests.TestOutcome;
import java.util.List;

/** Test results as a person reads them. */
final class TestText {
  private final Console console;

  TestText(Console console) {
    this.console = console;
  }

  void print(List<TestOutcome> outcomes) {
    for (TestOutcome outcome : outcomes) {
      String word =
          outcome.passed() ? console.paint(Colour.GOOD, "ok  ") : console.paint(Colour.BAD, "FAIL");
      console.out().println(word + "  " + outcome.policy() + "/" + outcome.name());
      outcome.report().lines().forEach(line -> console.out().println("        " + line));
    }
    long failed = outcomes.stream().filter(outcome -> !outcome.passed()).count();
    console
        .out()
        .println(
            "%d %s: %d passed, %d failed"
                .formatted(
                    outcomes.size(),
                    outcomes.size() == 1 ? "test" : "tests",
                    outcomes.size() - failed,
                    failed));
  }
}
