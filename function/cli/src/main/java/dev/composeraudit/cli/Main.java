package dev.composeraudit.cli;

import dev.composeraudit.cli.accept.Accept;
import dev.composeraudit.cli.check.Check;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.ExitCode;
import dev.composeraudit.cli.console.Version;
import dev.composeraudit.cli.dashboard.Dashboard;
import dev.composeraudit.cli.diff.Diff;
import dev.composeraudit.cli.doctor.Doctor;
import dev.composeraudit.cli.eval.Eval;
import dev.composeraudit.cli.explain.Explain;
import dev.composeraudit.cli.export.Export;
import dev.composeraudit.cli.manual.Manual;
import dev.composeraudit.cli.manual.ShowHelp;
import dev.composeraudit.cli.policies.Lint;
import dev.composeraudit.cli.policies.ListPolicies;
import dev.composeraudit.cli.policies.ShowPolicy;
import dev.composeraudit.cli.policytest.TestPolicies;
import dev.composeraudit.cli.redrive.RedrivePlan;
import dev.composeraudit.cli.replay.Replay;
import dev.composeraudit.cli.scan.Scan;
import dev.composeraudit.cli.snapshot.Snapshot;
import dev.composeraudit.document.InvalidDocumentsException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code composer-audit}. */
@Command(
    name = "composer-audit",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Judges Cloud Composer environments by policies, and shows which source addresses"
            + " destinations see.")
@SuppressWarnings("UnusedVariable") // Options that picocli itself acts on.
public final class Main {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "shows this help")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "shows the version")
  private boolean version;

  private Main() {}

  public static void main(String[] args) {
    Thread.currentThread().setUncaughtExceptionHandler(Main::endWithDefect);
    Console console = Console.standard();
    int code = commandLine(console).execute(args);
    console.out().flush();
    console.err().flush();
    System.exit(code);
  }

  /** The JVM's own exit code for an error, such as too little memory, means a violation here. */
  private static void endWithDefect(Thread thread, Throwable defect) {
    defect.printStackTrace();
    System.exit(ExitCode.TROUBLE);
  }

  static CommandLine commandLine(Console console) {
    return new CommandLine(new Main())
        .addSubcommand(new Accept(console))
        .addSubcommand(new Check(console))
        .addSubcommand(new Diff(console))
        .addSubcommand(new Doctor(console))
        .addSubcommand(new Dashboard(console))
        .addSubcommand(new Eval(console))
        .addSubcommand(new Explain(console))
        .addSubcommand(Export.command(console))
        .addSubcommand(new ShowHelp(console.out()))
        .addSubcommand(new Lint(console))
        .addSubcommand(new ListPolicies(console))
        .addSubcommand(new Manual(console.out()))
        .addSubcommand(new RedrivePlan(console.out()))
        .addSubcommand(new Replay(console))
        .addSubcommand(new Scan(console))
        .addSubcommand(new ShowPolicy(console))
        .addSubcommand(new Snapshot(console))
        .addSubcommand(new TestPolicies(console))
        .setOut(console.out())
        .setErr(console.err())
        .setParameterExceptionHandler(usage())
        .setExecutionExceptionHandler(trouble(console));
  }

  /** An error of the user's in one line, rather than the whole help. */
  private static IParameterExceptionHandler usage() {
    return (invalid, args) -> {
      CommandLine command = invalid.getCommandLine();
      command.getErr().println(invalid.getMessage());
      CommandLine.UnmatchedArgumentException.printSuggestions(invalid, command.getErr());
      command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
      return ExitCode.TROUBLE;
    };
  }

  private static IExecutionExceptionHandler trouble(Console console) {
    return (problem, command, parsed) -> {
      if (problem instanceof InvalidDocumentsException || problem instanceof IOException) {
        console.err().println(problem.getMessage());
      } else {
        console.err().println("a defect of composer-audit, please report it:");
        problem.printStackTrace(console.err());
      }
      return ExitCode.TROUBLE;
    };
  }
}
