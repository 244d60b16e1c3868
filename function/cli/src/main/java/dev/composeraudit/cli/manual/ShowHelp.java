package dev.composeraudit.cli.manual;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command {@code help}: prints the same as {@code --help} of a command. picocli's own class has
 * an option {@code --help} of its own, which conflicts with the one that all commands inherit.
 */
@Command(name = "help", description = "Shows the help of a command, as --help does.")
public final class ShowHelp implements Callable<Integer> {
  private final PrintWriter out;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "the command, such as check or export firewall; default: composer-audit itself")
  private List<String> names = new ArrayList<>();

  public ShowHelp(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    CommandLine shown = spec.root().commandLine();
    for (String name : names) {
      CommandLine next = shown.getSubcommands().get(name);
      if (next == null) {
        throw new UnmatchedArgumentException(shown, List.of(name));
      }
      shown = next;
    }
    shown.usage(out, shown.getColorScheme());
    return 0;
  }
}
