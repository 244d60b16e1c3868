package dev.composeraudit.cli;

/** What a run tells the shell; the same for every verb and every format. */
final class ExitCode {
  static final int CLEAN = 0;

  /** Something violates, at or above the severity that was asked for. */
  static final int VIOLATIONS = 1;

  /** The question, the configuration or an evaluation is at fault, or nothing matched. */
  static final int TROUBLE = 2;

  private ExitCode() {}
}
