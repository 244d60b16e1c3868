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
  private static final Comparator<Statement> BY_EVENT =
      Comparator.comparingLong(Statement::seen)
          .thenComparingLong(Statement::judged)
          .thenComparing(Statement::policy);

  private final int most;
  private final int mostOfOne;
  // In the order of the last mention.
  private final Map<String, List<Statement>> byEnvironment = new LinkedHashMap<>();
  private int size;

  History(int most, int mostOfOne) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  void add(DashboardFinding finding) {
    String environment = finding.environment().name();
    List<Statement> statements = byEnvironment.remove(environment);
    if (statements == null) {
      statements = new ArrayList<>();
    }
    byEnvironment.put(environment, statements);
    insert(Statement.of(finding), statements);
    if (statements.size() > mostOfOne) {
      statements.remove(leastUseful(statements));
      size--;
    }
    while (size > most) {
      removeLeastRecent();
    }
  }

  List<Statement> of(String environment) {
    return List.copyOf(byEnvironment.getOrDefault(environment, List.of()));
  }

  /** What was said of one finding, in the order of the events. */
  List<Statement> of(String environment, String uid) {
    return byEnvironment.getOrDefault(environment, List.of()).stream()
        .filter(statement -> statement.uid().equals(uid))
        .toList();
  }

  private void insert(Statement statement, List<Statement> statements) {
    boolean repeated =
        statements.stream()
            .anyMatch(
                each ->
                    each.uid().equals(statement.uid())
                        && each.message().equals(statement.message())
                        && each.judged() == statement.judged());
    if (repeated) {
      return;
    }
    int place = statements.size();
    while (place > 0 && BY_EVENT.compare(statements.get(place - 1), statement) > 0) {
      place--;
    }
    statements.add(place, statement);
    size++;
  }

  /** What only repeats, and is neither new nor the newest of its finding; else the oldest. */
  private static int leastUseful(List<Statement> statements) {
    Map<String, Verdict> before = new HashMap<>();
    Map<String, Integer> repeats = new HashMap<>();
    for (int i = 0; i < statements.size(); i++) {
      Statement statement = statements.get(i);
      Integer superseded = repeats.remove(statement.uid());
      if (superseded != null) {
        return superseded;
      }
      if (statement.verdict() == before.put(statement.uid(), statement.verdict())) {
        repeats.put(statement.uid(), i);
      }
    }
    return 0;
  }

  private void removeLeastRecent() {
    Iterator<List<Statement>> all = byEnvironment.values().iterator();
    size -= all.next().size();
    all.remove();
  }
}
