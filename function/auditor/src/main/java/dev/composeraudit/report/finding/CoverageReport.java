package dev.composeraudit.report.finding;

import dev.composeraudit.event.CoverageCount;
import java.util.List;

/** Result of comparing the inventory of environments with those that were judged of late. */
public sealed interface CoverageReport {
  /** Both could be read. */
  record Compared(CoverageCount count) implements CoverageReport {}

  /**
   * One of them, or both, could not.
   *
   * @param obstacles what could not be read, and what would help; at least one
   */
  record Undecided(List<String> obstacles) implements CoverageReport {
    public Undecided {
      obstacles = List.copyOf(obstacles);
    }
  }
}
