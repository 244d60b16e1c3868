package dev.composeraudit.cli;

import dev.composeraudit.cli.policytest.PolicyTests;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.PolicySetLoader;
import dev.composeraudit.policy.judge.CompiledException;
import dev.composeraudit.policy.source.ExceptionSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The verb {@code lint}: every mistake of a folder of policies. */
@Command(
    name = "lint",
    description = "Loads and type-checks policies, bindings, exceptions and tests.",
    footer = {"", "Exit code: 0 if there is no mistake, otherwise 2."})
final class Lint implements Callable<Integer> {
  /** A policy may be right without being tested; that is for {@code test} to demand. */
  private static final String UNTESTED = "untested";

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      defaultValue = "policies",
      description = "the folder of policies; default: policies")
  private Path folder = Path.of("policies");

  private final Console console;

  Lint(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    try {
      PolicyFolder files = PolicyFolder.read(folder);
      PolicySet set = PolicySetLoader.load(files.policies());
      if (set.policies().isEmpty()) {
        console.err().println(folder + ": holds no policy");
        return ExitCode.TROUBLE;
      }
      warn(set);
      PolicyTests.run(files.files(), name -> false);
    } catch (InvalidDocumentsException mistakes) {
      List<Issue> issues =
          mistakes.issues().stream().filter(issue -> !issue.code().equals(UNTESTED)).toList();
      if (!issues.isEmpty()) {
        return report(issues);
      }
      mistakes
          .issues()
          .forEach(
              untested ->
                  console
                      .err()
                      .println("note: " + untested.message() + " (composer-audit test demands it)"));
    }
    console.out().println(folder + ": " + console.paint(Colour.GOOD, "no mistakes"));
    return ExitCode.CLEAN;
  }

  /** What is allowed, and should not be there without a second thought. */
  private void warn(PolicySet set) {
    for (CompiledException exception : set.exceptions()) {
      ExceptionSource source = exception.source();
      if (source.coversAll()) {
        Issue warning =
            source
                .document()
                .issue(
                    "covers-all",
                    "$.spec",
                    "exception %s covers every environment of every project; name those that it is for under matchResources"
                        .formatted(source.name()));
        console.err().println("warning: " + warning.render());
      }
    }
  }

  private int report(List<Issue> issues) {
    issues.forEach(issue -> console.out().println(issue.render()));
    console
        .err()
        .println(issues.size() == 1 ? "1 mistake" : "%d mistakes".formatted(issues.size()));
    return ExitCode.TROUBLE;
  }
}
