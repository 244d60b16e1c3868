package dev.composeraudit.acceptance.campaign.creations;

import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Findings collapsed by id as a dashboard does it: that of the latest event counts, of two from one
 * event the one judged later. Used by one thread.
 */
final class LatestFindings {
  private final Map<String, Map<String, Line>> byEnvironment = new HashMap<>();
  private long messages;

  private record Line(String policy, Verdict verdict, Instant seen, long judged) {
    boolean isOlderThan(Line other) {
      int bySeen = seen.compareTo(other.seen);
      return bySeen < 0 || (bySeen == 0 && judged <= other.judged);
    }
  }

  void take(List<PublishedFinding> findings) {
    for (PublishedFinding finding : findings) {
      messages++;
      Line line =
          new Line(finding.policy(), finding.verdict(), finding.eventTime(), finding.judged());
      byEnvironment
          .computeIfAbsent(finding.environment(), environment -> new HashMap<>())
          .merge(finding.uid(), line, (known, news) -> known.isOlderThan(news) ? news : known);
    }
  }

  /** How many findings came, repeated ones too. */
  long messages() {
    return messages;
  }

  /**
   * What counts of an environment in the end: by policy the verdicts, of which there is one unless
   * ids are not what they should be.
   */
  Map<String, List<Verdict>> verdicts(String environment) {
    Map<String, List<Verdict>> verdicts = new TreeMap<>();
    byEnvironment
        .getOrDefault(environment, Map.of())
        .values()
        .forEach(
            line ->
                verdicts
                    .computeIfAbsent(line.policy(), policy -> new ArrayList<>())
                    .add(line.verdict()));
    return verdicts;
  }

  void forget(String environment) {
    byEnvironment.remove(environment);
  }
}
