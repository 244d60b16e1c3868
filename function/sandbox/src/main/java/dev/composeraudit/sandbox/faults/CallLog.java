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
  private int answeredRoundTrips;

  /**
   * A call.
   *
   * @param account whose access token it carried; blank: one that names nobody, or none
   * @param roundTrip one more than the highest one that had been answered when the call came. Calls
   *     that wait for their answers at the same time have the same number
   */
  record Entry(ApiCall call, String path, String account, Optional<Fault> fault, int roundTrip) {}

  /** How often something was called, and how often that got a fault. */
  record Count(long calls, long faults) {}

  synchronized Entry add(ApiCall call, String path, String account, Optional<Fault> fault) {
    if (entries.size() == KEPT) {
      entries.subList(0, KEPT / 2).clear();
    }
    Entry entry = new Entry(call, path, account, fault, answeredRoundTrips + 1);
    entries.add(entry);
    counts.merge(
        call,
        new Count(1, fault.isPresent() ? 1 : 0),
        (one, other) -> new Count(one.calls() + other.calls(), one.faults() + other.faults()));
    return entry;
  }

  /** Notes that a call is about to be answered. */
  synchronized void answer(Entry entry) {
    answeredRoundTrips = Math.max(answeredRoundTrips, entry.roundTrip());
  }

  /** Since the beginning. */
  synchronized Map<ApiCall, Count> counts() {
    return Map.copyOf(counts);
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }
}
