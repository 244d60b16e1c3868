package dev.composeraudit.report;

import dev.composeraudit.subject.EnvironmentName;
import java.util.List;

/** What a comparison of the inventory with what was judged of late gave. */
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
   * @param obstacles what stood in the way, and what would help; at least one
   */
  record Undecided(List<String> obstacles) implements CoverageReport {
    public Undecided {
      obstacles = List.copyOf(obstacles);
    }
  }
}
