package dev.composeraudit.cli.format;

import java.io.IOException;
import java.io.Writer;

/**
 * One way to write a report.
 *
 * @param <R> what is reported
 */
public interface Format<R> {
  /** The name that users give to {@code --format}. */
  String name();

  /**
   * Writes the whole report, with a line end after its last line. Does not close the writer.
   *
   * @throws IOException if the writer fails
   */
  void write(R report, Writer out) throws IOException;
}
