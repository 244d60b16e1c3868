package dev.composeraudit.cli.manual;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code manual}, for {@code scripts/release} alone: prints the man page, or what a
 * shell reads to complete commands and options.
 */
@Command(
    name = "manual",
    hidden = true,
    description = "Prints the man page, or completion for bash and zsh.")
public final class Manual implements Callable<Integer> {
  /** What can be printed. */
  enum Kind {
    MAN,
    BASH,
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final PrintWriter out;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "man|bash|zsh", description = "what to print")
  private Kind kind = Kind.MAN;

  public Manual(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    CommandLine program = spec.root().commandLine();
    String name = spec.root().name();
    out.print(
        switch (kind) {
          case MAN -> new ManPage(program).text();
          case BASH -> AutoComplete.bash(name, program);
          case ZSH -> zsh(name, program);
        });
    return 0;
  }

  /**
   * picocli's script is for both shells; zsh loads this one when the command is first completed.
   */
  private static String zsh(String name, CommandLine program) {
    return """
    #compdef %1$s
    autoload -U +X bashcompinit && bashcompinit
    compopt() { : }
    %2$s
    _bash_complete -o default -F _complete_%1$s
    """
        .formatted(name, AutoComplete.bash(name, program));
  }
}
