package dev.composeraudit.report.finding;

import dev.composeraudit.subject.EnvironmentName;
import java.util.List;

/** Result of comparing the inventory of environments with those that were judged of late. */
public sealed interface CoverageReport {
  /**
   * Both could be read.
   *
   * @param environments how many there are
   * @param unjudged those of them that were not judged
   */
  record Compared(int environments, List<EnvironmentName> unjudged) implements CoverageReport {
    public Compared {
      unjudged = List.copyOf(unjudged);
    }
  }

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
