package dev.composeraudit.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The calls that came, in their order. Safe for use by many threads. */
final class CallLog {
  // A campaign makes some hundred thousand; the oldest go first.
  private static final int KEPT = 200_000;

  private final List<Entry> entries = new ArrayList<>();

  record Entry(ApiCall call, String path, Optional<Fault> fault) {}

  synchronized void add(ApiCall call, String path, Optional<Fault> fault) {
    if (entries.size() == KEPT) {
      entries.subList(0, KEPT / 2).clear();
    }
    entries.add(new Entry(call, path, fault));
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  synchronized void clear() {
    entries.clear();
  }
}
