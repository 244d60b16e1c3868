package dev.composeraudit.cli.console;

/** The exit codes; the same for every command and every format. */
public final class ExitCode {
  public static final int CLEAN = 0;

  /** Something violates, at or above the severity that was asked for. */
  public static final int VIOLATIONS = 1;

  /** The question, the configuration or an evaluation is at fault, or nothing matched. */
  public static final int TROUBLE = 2;

  private ExitCode() {}
}
