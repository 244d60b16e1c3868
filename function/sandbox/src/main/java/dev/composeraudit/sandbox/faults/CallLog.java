package dev.composeraudit.sandbox.faults;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls so far, in order. Safe for use by many threads. */
final class CallLog {
  // A campaign makes some hundred thousand; the oldest go first.
  private static final int KEPT = 200_000;

  private final List<Entry> entries = new ArrayList<>();
  private final Map<ApiCall, Count> counts = new EnumMap<>(ApiCall.class);

  /**
   * A call.
   *
   * @param account whose access token it carried; blank: one that names nobody, or none
   */
  record Entry(ApiCall call, String path, String account, Optional<Fault> fault) {}

  /** How often something was called, and how often that got a fault. */
  record Count(long calls, long faults) {}

  synchronized void add(ApiCall call, String path, String account, Optional<Fault> fault) {
    if (entries.size() == KEPT) {
      entries.subList(0, KEPT / 2).clear();
    }
    entries.add(new Entry(call, path, account, fault));
    counts.merge(
        call,
        new Count(1, fault.isPresent() ? 1 : 0),
        (one, other) -> new Count(one.calls() + other.calls(), one.faults() + other.faults()));
  }

  /** Since the beginning. */
  synchronized Map<ApiCall, Count> counts() {
    return Map.copyOf(counts);
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  synchronized void clear() {
    entries.clear();
  }
}
