package dev.composeraudit.cli.console;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import picocli.CommandLine.Help.Ansi;

/**
 * What a command reads from and writes to: results to {@code out}, all else to {@code err}.
 *
 * @param coloured whether colours are shown: on a terminal, unless NO_COLOR is set; as is a
 *     progress bar
 * @param clock for what is judged as of now
 */
public record Console(
    InputStream in, PrintWriter out, PrintWriter err, boolean coloured, Clock clock) {

  /** The process's own streams. */
  public static Console standard() {
    return new Console(
        System.in,
        new PrintWriter(System.out, false, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        // Knows NO_COLOR, and distinguishes a terminal from a pipe on every JDK.
        Ansi.AUTO.enabled(),
        Clock.systemUTC());
  }

  /** The text in the colour, where colours are shown. */
  public String paint(Colour colour, String text) {
    return coloured ? colour.code() + text + Colour.RESET : text;
  }
}
