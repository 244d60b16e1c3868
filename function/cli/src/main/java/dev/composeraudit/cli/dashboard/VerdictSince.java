package dev.composeraudit.cli.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Since when a finding has its verdict, and who created its environment. A finding of a sweep has
 * neither, so both are taken from earlier findings.
 *
 * @param since the time of the first event with the same verdict, in milliseconds since 1970
 * @param isExact false if that event was a sweep or a scan, so that it may have begun earlier
 * @param author who created the environment; blank if no event named anybody
 */
record VerdictSince(long since, boolean isExact, String author) {
  private static final List<String> LOOKS = List.of("sweep", "scan");

  /**
   * Finds it in the history of the finding.
   *
   * @param entries one of each event about this policy and environment, in the order of the events,
   *     the finding's own included
   * @param before what was known while the finding had the same verdict, from events that the
   *     history may not have anymore; null if nothing was
   */
  static VerdictSince of(
      Verdict verdict, long seen, List<HistoryEntry> entries, @Nullable VerdictSince before) {
    List<HistoryEntry> earlier = entries.stream().filter(entry -> entry.seen() <= seen).toList();
    VerdictSince verdictSince = new VerdictSince(seen, false, author(verdict, earlier));
    for (int i = earlier.size() - 1; i >= 0; i--) {
      HistoryEntry entry = earlier.get(i);
      if (isEnd(entry.verdict(), verdict)) {
        return verdictSince;
      }
      if (entry.verdict() == verdict) {
        boolean isExact = !LOOKS.contains(entry.trigger().kind());
        verdictSince = new VerdictSince(entry.seen(), isExact, verdictSince.author());
      }
    }
    return before == null ? verdictSince : verdictSince.orEarlier(before);
  }

  /** Whether an event ended the present verdict. A violation lasts while it can't be judged. */
  private static boolean isEnd(Verdict earlier, Verdict now) {
    return now.isOpen() ? !earlier.isOpen() : earlier != now;
  }

  /** The last person who is named in findings of the environment that exists now. */
  private static String author(Verdict verdict, List<HistoryEntry> entries) {
    String author = "";
    for (HistoryEntry entry : entries) {
      if (entry.verdict() == Verdict.GONE && verdict != Verdict.GONE) {
        author = "";
      } else if (!entry.trigger().principal().isEmpty()) {
        author = entry.trigger().principal();
      }
    }
    return author;
  }

  private VerdictSince orEarlier(VerdictSince before) {
    VerdictSince earlier = before.since() <= since ? before : this;
    return new VerdictSince(
        earlier.since(), earlier.isExact(), author.isEmpty() ? before.author() : author);
  }
}
