package dev.composeraudit.cli.scan;

/** Shows a person how far a scan is. Safe for use by many threads. */
public interface ScanProgress extends AutoCloseable {
  /**
   * The scan begins.
   *
   * @param total how many environments there are
   * @param done how many of them were judged by an earlier run
   */
  void begin(int total, int done);

  /** One more is done. */
  void step();

  /** The scan has ended, or was stopped. */
  void end();

  @Override
  void close();
}
