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
  private final Forgotten forgotten;
  private final History history;
  private long characters;
  private long dropped;
  private long era;
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
      Opening opening,
      String json,
      long revision) {}

  Board(Bounds bounds, FeedStatus status) {
    this.bounds = bounds;
    this.status = status;
    this.forgotten = new Forgotten(bounds.forgotten());
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
        known == null
            ? forgotten.giveWayTo(finding)
            : finding.supersedes(known.seen(), known.judged());
    if (!counts) {
      if (known != null) {
        reconsider(known);
      }
      return false;
    }
    Opening before = known != null && known.verdict() == finding.verdict() ? known.opening() : null;
    if (known != null) {
      remove(known);
    }
    put(finding, before);
    if (findings.size() > bounds.findings() || characters > bounds.characters()) {
      forget();
    }
    notifyAll();
    return true;
  }

  /** What was said of an environment, by its resource name, in the order of the events. */
  synchronized List<Statement> history(String environment) {
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
    boolean reset = cursor.era() != era;
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
        new Cursor(era, last, statusRevision));
  }

  /** What came late may show that the finding that counts has been open for longer. */
  private void reconsider(Current current) {
    List<Statement> said = history.of(current.environment(), current.uid());
    Opening opening = Opening.of(current.verdict(), current.seen(), said, current.opening());
    if (!opening.equals(current.opening())) {
      remove(current);
      JsonObject json = JsonParser.parseString(current.json()).getAsJsonObject();
      put(
          new Current(
              current.uid(),
              current.environment(),
              current.verdict(),
              current.seen(),
              current.judged(),
              opening,
              text(json, opening),
              ++revision));
      notifyAll();
    }
  }

  private void put(DashboardFinding finding, @Nullable Opening before) {
    List<Statement> said = history.of(finding.environment().name(), finding.uid());
    Opening opening = Opening.of(finding.verdict(), finding.seen(), said, before);
    put(
        new Current(
            finding.uid(),
            finding.environment().name(),
            finding.verdict(),
            finding.seen(),
            finding.judged(),
            opening,
            text(GSON.toJsonTree(finding).getAsJsonObject(), opening),
            ++revision));
  }

  private static String text(JsonObject finding, Opening opening) {
    finding.add("opening", GSON.toJsonTree(opening));
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

  /** Forgets a tenth at once: readers have to begin anew each time. */
  private void forget() {
    List<Current> all = new ArrayList<>(findings.values());
    all.sort(LEAST_MISSED_FIRST);
    for (Current current : all) {
      if (findings.size() <= bounds.findings() * 9 / 10
          && characters <= bounds.characters() * 9 / 10) {
        break;
      }
      remove(current);
      forgotten.add(current.uid(), current.seen(), current.judged());
      if (current.verdict().isOpen()) {
        dropped++;
      }
    }
    era++;
  }

  /**
   * How much is kept.
   *
   * @param findings that count
   * @param characters of their text
   * @param forgotten ids of findings that are kept no longer, so that nothing late revives them
   * @param history statements, of all environments together
   * @param historyOfOne statements, of each environment
   */
  record Bounds(int findings, long characters, int forgotten, int history, int historyOfOne) {
    /** For a page of some ten thousand environments, in some 200 MB. */
    static final Bounds STANDARD = new Bounds(50_000, 64_000_000, 200_000, 100_000, 200);
  }
}
