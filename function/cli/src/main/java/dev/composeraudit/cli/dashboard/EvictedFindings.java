package dev.composeraudit.cli.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ids of findings that the board has evicted, with the times of the last event and judgement: a
 * late event must not bring them back.
 */
final class EvictedFindings {
  private final Map<String, Times> times;

  private record Times(long seen, long judged) {}

  EvictedFindings(int most) {
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

  /**
   * Whether the board may take a finding: it was not evicted, or is newer than what was. It no
   * longer counts as evicted then.
   */
  boolean admits(DashboardFinding finding) {
    Times known = times.get(finding.uid());
    if (known != null && !finding.supersedes(known.seen(), known.judged())) {
      return false;
    }
    times.remove(finding.uid());
    return true;
  }
}
