package dev.composeraudit.cli.policies;

import dev.composeraudit.cli.accept.ResultFile.Row;
import dev.composeraudit.cli.console.Colour;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.ExitCode;
import dev.composeraudit.cli.option.PolicyOptions;
import dev.composeraudit.cli.policytest.TestRun;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.policy.PolicySet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code lint}: every error of a folder of policies. */
@Command(
    name = "lint",
    description = "Loads and type-checks policies, bindings, exceptions and tests.",
    footer = {"", "Exit code: 0 if there is no mistake, otherwise 2."})
public final class Lint implements Callable<Integer> {
  /** A policy may be right without being tested; that is for {@code test} to demand. */
  private static final String UNTESTED = "untested";

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description =
          "the folder of policies; default: policies, or with --bindings those that come with the"
              + " program")
  private @Nullable Path named;

  @Option(
      names = "--bindings",
      paramLabel = "DIR",
      description = "the folder of bindings and exceptions, in place of those beside the policies")
  private @Nullable Path bindings;

  @Mixin private ResultOptions results = new ResultOptions();

  private final Console console;

  public Lint(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    try {
      PolicySet set = PolicyOptions.load(folder(), bindings);
      set.requireShortExceptions(console.clock().instant());
      warn(set);
      TestRun.of(folder(), bindings, name -> false);
    } catch (InvalidDocumentsException invalid) {
      List<Issue> issues =
          invalid.issues().stream().filter(issue -> !issue.code().equals(UNTESTED)).toList();
      if (!issues.isEmpty()) {
        return report(issues);
      }
      invalid
          .issues()
          .forEach(
              untested ->
                  console
                      .err()
                      .println(
                          "note: " + untested.message() + " (composer-audit test demands it)"));
    }
    console.out().println(linted() + ": " + console.paint(Colour.GOOD, "no mistakes"));
    return ExitCode.CLEAN;
  }

  /** The folder of policies; null where those are meant that come with the program. */
  private @Nullable Path folder() {
    return named == null && bindings == null ? Path.of("policies") : named;
  }

  private Path linted() {
    Path folder = folder();
    return folder == null ? Objects.requireNonNull(bindings) : folder;
  }

  /** What is allowed, and should not be there without a second thought. */
  private void warn(PolicySet set) throws IOException {
    List<Row> rows = results.areGiven() ? results.read(set, console) : null;
    new ExceptionWarnings(set, console.clock().instant(), rows)
        .all()
        .forEach(warning -> console.err().println("warning: " + warning.render()));
  }

  private int report(List<Issue> issues) {
    issues.forEach(issue -> console.out().println(issue.render()));
    console
        .err()
        .println(issues.size() == 1 ? "1 mistake" : "%d mistakes".formatted(issues.size()));
    return ExitCode.TROUBLE;
  }
}
