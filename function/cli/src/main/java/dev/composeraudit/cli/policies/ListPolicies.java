package dev.composeraudit.cli.policies;

import dev.composeraudit.cli.console.Colour;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.ExitCode;
import dev.composeraudit.cli.console.Paragraph;
import dev.composeraudit.cli.option.PolicyOptions;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.result.PolicyInfo;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code list}: the policies in force. */
@Command(name = "list", description = "Lists the policies, or the exceptions.")
public final class ListPolicies implements Callable<Integer> {
  private static final int WIDTH = 96;

  @Mixin private PolicyOptions policies = new PolicyOptions();

  @Option(
      names = "--exceptions",
      description = "lists exceptions, with their owners and when they expire")
  private boolean exceptions;

  @Mixin private ResultOptions results = new ResultOptions();

  private final Console console;

  public ListPolicies(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InvalidDocumentsException {
    PolicySet set = policies.load();
    if (exceptions) {
      new ExceptionList(console).print(set, results.areGiven() ? results.read(set, console) : null);
      return ExitCode.CLEAN;
    }
    if (results.areGiven()) {
      throw new IOException("--results and --subjects go with --exceptions");
    }
    for (PolicyInfo info : set.policies()) {
      PolicyDetails details = PolicyDetails.of(set, info.name()).orElseThrow();
      console
          .out()
          .printf(
              "%s (%s, %s)%n  %s%n",
              console.paint(Colour.STRONG, info.name()),
              info.severity(),
              scope(details),
              info.displayName());
      if (!info.standards().isEmpty()) {
        Paragraph.wrap(String.join("; ", info.standards()), WIDTH, "  ")
            .forEach(line -> console.out().println(console.paint(Colour.DIM, "  " + line)));
      }
    }
    return ExitCode.CLEAN;
  }

  private static String scope(PolicyDetails details) {
    String bound =
        switch (details.bindings().size()) {
          case 0 -> details.matchResources().isEmpty() ? "everywhere" : "where it matches";
          case 1 -> "1 binding";
          default -> details.bindings().size() + " bindings";
        };
    return switch (details.exceptions().size()) {
      case 0 -> bound;
      case 1 -> bound + ", 1 exception";
      default -> "%s, %d exceptions".formatted(bound, details.exceptions().size());
    };
  }
}
