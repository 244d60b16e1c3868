package dev.composeraudit.report.log;

import java.util.List;
import java.util.Optional;

/** A second place for log entries, beside standard output. */
public interface LogCopy {
  /**
   * Writes entries.
   *
   * @return what to write to standard output if that failed; empty if all were written
   */
  Optional<StructuredEntry> write(List<StructuredEntry> entries);
}
