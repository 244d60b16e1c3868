package dev.composeraudit.event;

import dev.composeraudit.subject.EnvironmentName;
import java.util.ArrayList;
import java.util.List;

/**
 * What a coverage check has counted up to a page.
 *
 * @param environments how many there are
 * @param unjudged how many of them were not judged
 * @param named the first of those, at most {@link #MAX_NAMED}
 */
public record CoverageCount(int environments, int unjudged, List<EnvironmentName> named) {
  /** More would make the finding longer than anybody reads. */
  public static final int MAX_NAMED = 100;

  /** Before the first page. */
  public static final CoverageCount NONE = new CoverageCount(0, 0, List.of());

  public CoverageCount {
    named = List.copyOf(named);
  }

  /** This and a further page. */
  public CoverageCount plus(int more, List<EnvironmentName> moreUnjudged) {
    List<EnvironmentName> all = new ArrayList<>(named);
    all.addAll(moreUnjudged.subList(0, Math.min(moreUnjudged.size(), MAX_NAMED - named.size())));
    return new CoverageCount(environments + more, unjudged + moreUnjudged.size(), all);
  }
}
