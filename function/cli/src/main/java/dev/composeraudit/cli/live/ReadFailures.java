package dev.composeraudit.cli.live;

import dev.composeraudit.cli.format.CheckReport.Missing;

/** Messages about what could not be read. */
public final class ReadFailures {
  private static final String AGAIN = "try again later";

  private ReadFailures() {}

  /**
   * An obstacle as the readers word it: what happened, and in parentheses at the end what would
   * help.
   */
  public static Missing of(String what, String message) {
    int help = message.lastIndexOf(" (");
    return help > 0 && message.endsWith(")")
        ? new Missing(
            what, message.substring(0, help), message.substring(help + 2, message.length() - 1))
        : new Missing(what, message, AGAIN);
  }
}
