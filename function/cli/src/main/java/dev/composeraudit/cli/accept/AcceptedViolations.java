package dev.composeraudit.cli.accept;

import dev.composeraudit.cli.accept.ResultFile.Row;
import dev.composeraudit.policy.source.DestinationSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is accepted: changed by the results of a run, one violation at a time. */
final class AcceptedViolations {
  private final SortedMap<AcceptedViolation, Terms> accepted;
  private final Instant now;
  private int added;
  private int renewed;
  private int dropped;

  /**
   * @param before what was accepted until now
   */
  AcceptedViolations(Map<AcceptedViolation, Terms> before, Instant now) {
    this.accepted = new TreeMap<>(before);
    this.now = now;
  }

  /** Accepts the violations that no exception covers, and that are not accepted yet. */
  void accept(List<Row> rows, Terms terms) {
    for (Row row : rows) {
      for (AcceptedViolation violation : AcceptedViolation.of(row, false)) {
        if (!isAccepted(violation)) {
          if (accepted.put(violation, terms) == null) {
            added++;
          } else {
            renewed++;
          }
        }
      }
    }
  }

  /** Gives other terms to what is accepted, and still violates. */
  void renew(List<Row> rows, Terms terms) {
    CurrentViolations current = new CurrentViolations(rows);
    for (Map.Entry<AcceptedViolation, Terms> each : accepted.entrySet()) {
      if (current.isViolated(each.getKey()) && !each.getValue().equals(terms)) {
        each.setValue(terms);
        renewed++;
      }
    }
  }

  /** Drops what certainly violates no more. Of environments that are in doubt nothing is. */
  void prune(List<Row> rows) {
    CurrentViolations current = new CurrentViolations(rows);
    int before = accepted.size();
    accepted.keySet().removeIf(current::isGone);
    dropped += before - accepted.size();
  }

  SortedMap<AcceptedViolation, Terms> accepted() {
    return accepted;
  }

  int added() {
    return added;
  }

  int renewed() {
    return renewed;
  }

  int dropped() {
    return dropped;
  }

  private boolean isAccepted(AcceptedViolation violation) {
    Terms terms = accepted.get(violation);
    if (terms != null) {
      return !terms.isExpired(now);
    }
    List<String> beside = new ArrayList<>();
    accepted.forEach(
        (other, its) -> {
          if (other.isBeside(violation) && !other.destination().isEmpty() && !its.isExpired(now)) {
            beside.add(other.destination());
          }
        });
    return !violation.destination().isEmpty()
        && DestinationSet.of(beside).covers(violation.destination());
  }
}
