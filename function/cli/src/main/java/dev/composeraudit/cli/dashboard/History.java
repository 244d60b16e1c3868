package dev.composeraudit.cli.dashboard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The findings of each environment, in the order of the events. If there are too many, repetitions
 * are removed first, then all of the environments without a finding for longest.
 */
final class History {
  private static final Comparator<HistoryEntry> BY_EVENT =
      Comparator.comparingLong(HistoryEntry::seen)
          .thenComparingLong(HistoryEntry::judged)
          .thenComparing(HistoryEntry::policy);

  private final int most;
  private final int mostOfOne;
  // In the order of the last mention.
  private final Map<String, List<HistoryEntry>> byEnvironment = new LinkedHashMap<>();
  private int size;

  History(int most, int mostOfOne) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  void add(DashboardFinding finding) {
    String environment = finding.environment().name();
    List<HistoryEntry> entries = byEnvironment.remove(environment);
    if (entries == null) {
      entries = new ArrayList<>();
    }
    byEnvironment.put(environment, entries);
    insert(HistoryEntry.of(finding), entries);
    if (entries.size() > mostOfOne) {
      entries.remove(leastUseful(entries));
      size--;
    }
    while (size > most) {
      removeLeastRecent();
    }
  }

  List<HistoryEntry> of(String environment) {
    return List.copyOf(byEnvironment.getOrDefault(environment, List.of()));
  }

  /** What was said of one finding, in the order of the events. */
  List<HistoryEntry> of(String environment, String uid) {
    return byEnvironment.getOrDefault(environment, List.of()).stream()
        .filter(entry -> entry.uid().equals(uid))
        .toList();
  }

  private void insert(HistoryEntry entry, List<HistoryEntry> entries) {
    boolean repeated =
        entries.stream()
            .anyMatch(
                each ->
                    each.uid().equals(entry.uid())
                        && each.message().equals(entry.message())
                        && each.judged() == entry.judged());
    if (repeated) {
      return;
    }
    int place = entries.size();
    while (place > 0 && BY_EVENT.compare(entries.get(place - 1), entry) > 0) {
      place--;
    }
    entries.add(place, entry);
    size++;
  }

  /** What only repeats, and is neither new nor the newest of its finding; else the oldest. */
  private static int leastUseful(List<HistoryEntry> entries) {
    Map<String, Verdict> before = new HashMap<>();
    Map<String, Integer> repeats = new HashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      HistoryEntry entry = entries.get(i);
      Integer superseded = repeats.remove(entry.uid());
      if (superseded != null) {
        return superseded;
      }
      if (entry.verdict() == before.put(entry.uid(), entry.verdict())) {
        repeats.put(entry.uid(), i);
      }
    }
    return 0;
  }

  private void removeLeastRecent() {
    Iterator<List<HistoryEntry>> all = byEnvironment.values().iterator();
    size -= all.next().size();
    all.remove();
  }
}
