package dev.composeraudit.cli.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;

/** Ids of findings that are kept no longer, with the times up to which they were known. */
final class Forgotten {
  private final Map<String, Times> times;

  private record Times(long seen, long judged) {}

  Forgotten(int most) {
    this.times =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Times> eldest) {
            return size() > most;
          }
        };
  }

  void add(String uid, long seen, long judged) {
    times.put(uid, new Times(seen, judged));
  }

  /** Whether a finding is news after all; it is kept again then. */
  boolean giveWayTo(DashboardFinding finding) {
    Times known = times.get(finding.uid());
    if (known != null && !finding.supersedes(known.seen(), known.judged())) {
      return false;
    }
    times.remove(finding.uid());
    return true;
  }
}
