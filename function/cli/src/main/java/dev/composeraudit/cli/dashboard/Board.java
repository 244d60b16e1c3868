package dev.composeraudit.cli.dashboard;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.cli.dashboard.Changes.Cursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of all findings: for each id the one of the latest event, so that what comes late
 * or twice never reopens what a later event closed. Bounded; safe for use by many threads.
 */
final class Board {
  private static final Gson GSON = new GsonBuilder().serializeNulls().create();
  // At once to a reader, so that a page paints while the rest is on its way.
  private static final int MOST_CHANGES = 500;
  private static final Comparator<Current> LEAST_MISSED_FIRST =
      Comparator.comparing((Current current) -> current.verdict().isOpen())
          .thenComparing(Current::seen);

  private final Bounds bounds;
  private final Map<String, Current> findings = new HashMap<>();
  private final NavigableMap<Long, Current> byRevision = new TreeMap<>();
  private final EvictedFindings evicted;
  private final History history;
  private long characters;
  private long dropped;
  private long resetCount;
  private long revision;
  private FeedStatus status;
  private long statusRevision = 1;

  /** A finding that counts; its text is kept as readers get it. */
  private record Current(
      String uid,
      String environment,
      Verdict verdict,
      long seen,
      long judged,
      VerdictSince verdictSince,
      String json,
      long revision) {}

  Board(Bounds bounds, FeedStatus status) {
    this.bounds = bounds;
    this.status = status;
    this.evicted = new EvictedFindings(bounds.evicted());
    this.history = new History(bounds.history(), bounds.historyOfOne());
  }

  /**
   * Takes note of a finding, which may come late, and more than once.
   *
   * @return whether it is the one that counts now
   */
  synchronized boolean accept(DashboardFinding finding) {
    history.add(finding);
    Current known = findings.get(finding.uid());
    boolean counts =
        known == null ? evicted.admits(finding) : finding.supersedes(known.seen(), known.judged());
    if (!counts) {
      if (known != null) {
        reconsider(known);
      }
      return false;
    }
    VerdictSince before =
        known != null && known.verdict() == finding.verdict() ? known.verdictSince() : null;
    if (known != null) {
      remove(known);
    }
    put(finding, before);
    if (findings.size() > bounds.findings() || characters > bounds.characters()) {
      evict();
    }
    notifyAll();
    return true;
  }

  /** The history of an environment, by its resource name, in the order of the events. */
  synchronized List<HistoryEntry> history(String environment) {
    return history.of(environment);
  }

  /** The newest finding with this id. */
  synchronized Optional<DashboardFinding> finding(String uid) {
    return Optional.ofNullable(findings.get(uid))
        .map(current -> GSON.fromJson(current.json(), DashboardFinding.class));
  }

  synchronized FeedStatus status() {
    return status;
  }

  synchronized void update(FeedStatus news) {
    if (!news.equals(status)) {
      status = news;
      statusRevision++;
      notifyAll();
    }
  }

  /** Waits until there is a change for a reader, or the time is up. */
  synchronized Changes await(Cursor cursor, Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    Changes changes = since(cursor);
    for (long left = timeout.toNanos();
        changes.isEmpty() && left > 0;
        left = end - System.nanoTime()) {
      wait(left / 1_000_000 + 1);
      changes = since(cursor);
    }
    return changes;
  }

  private Changes since(Cursor cursor) {
    boolean reset = cursor.resetCount() != resetCount;
    long from = reset ? 0 : cursor.revision();
    List<String> news = new ArrayList<>();
    long last = from;
    for (Current current : byRevision.tailMap(from, false).values()) {
      if (news.size() == MOST_CHANGES) {
        break;
      }
      news.add(current.json());
      last = current.revision();
    }
    boolean more = byRevision.higherKey(last) != null;
    return new Changes(
        reset,
        news,
        more,
        cursor.status() == statusRevision ? null : status,
        dropped,
        new Cursor(resetCount, last, statusRevision));
  }

  /** What came late may show that the finding that counts has been open for longer. */
  private void reconsider(Current current) {
    List<HistoryEntry> entries = history.of(current.environment(), current.uid());
    VerdictSince verdictSince =
        VerdictSince.of(current.verdict(), current.seen(), entries, current.verdictSince());
    if (!verdictSince.equals(current.verdictSince())) {
      remove(current);
      JsonObject json = JsonParser.parseString(current.json()).getAsJsonObject();
      put(
          new Current(
              current.uid(),
              current.environment(),
              current.verdict(),
              current.seen(),
              current.judged(),
              verdictSince,
              text(json, verdictSince),
              ++revision));
      notifyAll();
    }
  }

  private void put(DashboardFinding finding, @Nullable VerdictSince before) {
    List<HistoryEntry> entries = history.of(finding.environment().name(), finding.uid());
    VerdictSince verdictSince = VerdictSince.of(finding.verdict(), finding.seen(), entries, before);
    put(
        new Current(
            finding.uid(),
            finding.environment().name(),
            finding.verdict(),
            finding.seen(),
            finding.judged(),
            verdictSince,
            text(GSON.toJsonTree(finding).getAsJsonObject(), verdictSince),
            ++revision));
  }

  private static String text(JsonObject finding, VerdictSince verdictSince) {
    finding.add("opening", GSON.toJsonTree(verdictSince));
    return GSON.toJson(finding);
  }

  private void put(Current current) {
    findings.put(current.uid(), current);
    byRevision.put(current.revision(), current);
    characters += current.json().length();
  }

  private void remove(Current current) {
    findings.remove(current.uid());
    byRevision.remove(current.revision());
    characters -= current.json().length();
  }

  /** Evicts a tenth at once: readers have to start from nothing each time. */
  private void evict() {
    List<Current> all = new ArrayList<>(findings.values());
    all.sort(LEAST_MISSED_FIRST);
    for (Current current : all) {
      if (findings.size() <= bounds.findings() * 9 / 10
          && characters <= bounds.characters() * 9 / 10) {
        break;
      }
      remove(current);
      evicted.add(current.uid(), current.seen(), current.judged());
      if (current.verdict().isOpen()) {
        dropped++;
      }
    }
    resetCount++;
  }

  /**
   * How much is kept.
   *
   * @param findings that count
   * @param characters of their text
   * @param evicted ids of findings that were evicted, so that late events do not bring them back
   * @param history entries, of all environments together
   * @param historyOfOne entries, of each environment
   */
  record Bounds(int findings, long characters, int evicted, int history, int historyOfOne) {
    /** For a page of some ten thousand environments, in some 200 MB. */
    static final Bounds STANDARD = new Bounds(50_000, 64_000_000, 200_000, 100_000, 200);
  }
}
