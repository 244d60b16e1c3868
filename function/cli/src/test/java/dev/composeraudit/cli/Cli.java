package dev.composeraudit.cli;

import dev.composeraudit.cli.console.Console;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Runs the command in this JVM, its streams captured and its clock stopped. */
final class Cli {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private Cli() {}

  /** What a run left behind. */
  record Run(int code, String out, String err) {
    /** All a shell would know of it, as golden files hold it. */
    String transcript() {
      return "exit " + code + "\n\n" + out + (err.isEmpty() ? "" : "\n--- standard error\n" + err);
    }
  }

  /** A console that nobody reads. */
  static Console console() {
    return console(new StringWriter());
  }

  /** A console of which only the errors are read. */
  static Console console(StringWriter err) {
    return console("", new StringWriter(), err, false);
  }

  static Run run(String... arguments) {
    return runWith("", arguments);
  }

  static Run runWith(String input, String... arguments) {
    return run(input, false, arguments);
  }

  static Run runColoured(String... arguments) {
    return run("", true, arguments);
  }

  private static Run run(String input, boolean coloured, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.commandLine(console(input, out, err, coloured)).execute(arguments);
    return new Run(code, out.toString(), err.toString());
  }

  private static Console console(
      String input, StringWriter out, StringWriter err, boolean coloured) {
    return new Console(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new PrintWriter(out),
        new PrintWriter(err),
        coloured,
        Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
