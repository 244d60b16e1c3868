package dev.composeraudit.cli.policies;

import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.ExitCode;
import dev.composeraudit.cli.option.PolicyOptions;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.policy.PolicySet;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code show}: one policy, with its parameters, bindings and exceptions. */
@Command(
    name = "show",
    description = "Shows a policy: its reason, where it applies, its parameters and exceptions.",
    footer = {"", "Exit code: 0, or 2 if there is no such policy."})
public final class ShowPolicy implements Callable<Integer> {
  @Parameters(paramLabel = "POLICY", description = "its name, as list shows it")
  private String name = "";

  @Mixin private PolicyOptions policies = new PolicyOptions();

  private final Console console;

  public ShowPolicy(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InvalidDocumentsException {
    PolicySet set = policies.load();
    PolicyDetails details =
        PolicyDetails.of(set, name)
            .orElseThrow(() -> PolicyOptions.noSuchPolicy(name, PolicyOptions.names(set)));
    new PolicyText(console, console.clock().instant()).print(details);
    return ExitCode.CLEAN;
  }
}
