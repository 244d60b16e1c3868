package dev.composeraudit.cli.diff;

import dev.composeraudit.cli.diff.DiffReport.EnvironmentChange;
import dev.composeraudit.cli.diff.DiffReport.Presence;
import dev.composeraudit.cli.diff.DiffReport.RangeChange;
import dev.composeraudit.cli.diff.DiffReport.ResultChange;
import dev.composeraudit.egress.Egress;
import dev.composeraudit.egress.Mode;
import dev.composeraudit.egress.network.Derived;
import dev.composeraudit.policy.result.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares two sides, environment by environment. */
public final class Comparison {
  private final DiffSide before;
  private final DiffSide after;
  private final Set<String> notComparable = new TreeSet<>();
  private final List<EnvironmentChange> changes = new ArrayList<>();
  private int compared;
  private long open;
  private boolean withoutEgress;

  private Comparison(DiffSide before, DiffSide after) {
    this.before = before;
    this.after = after;
  }

  /** What changes from one side to the other. */
  public static DiffReport of(DiffSide before, DiffSide after) {
    return new Comparison(before, after).report();
  }

  private DiffReport report() {
    findNotComparable();
    for (DiffEnvironment environment : before.all()) {
      DiffEnvironment later = after.find(environment.label());
      if (later == null) {
        changes.add(oneSided(environment, Presence.ONLY_BEFORE, List.of()));
      } else {
        compare(environment, later);
      }
    }
    for (DiffEnvironment environment : after.all()) {
      if (before.find(environment.label()) == null) {
        changes.add(oneSided(environment, Presence.ONLY_AFTER, concerns(environment)));
      }
    }
    changes.sort(
        Comparator.comparing(EnvironmentChange::effect).thenComparing(EnvironmentChange::label));
    List<String> missing = new ArrayList<>();
    before.missing().forEach(each -> missing.add("before: " + each));
    after.missing().forEach(each -> missing.add("after: " + each));
    return new DiffReport(compared, changes, open, notes(), missing);
  }

  /** Two results by the same policies: what only one of them has was left out of the other. */
  private void findNotComparable() {
    if (before.policySets().equals(after.policySets()) && !before.isEmpty() && !after.isEmpty()) {
      notComparable.addAll(before.policies());
      notComparable.addAll(after.policies());
      Set<String> common = new TreeSet<>(before.policies());
      common.retainAll(after.policies());
      notComparable.removeAll(common);
    }
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (compared == 0 && !before.isEmpty() && !after.isEmpty()) {
      notes.add("no environment is on both sides; environments are matched by their names");
    }
    if (!before.policySets().equals(after.policySets()) && compared > 0) {
      notes.add("the two sides were judged by different policies");
    }
    if (withoutEgress) {
      notes.add("destinations were not compared: a result file does not have what they see");
    }
    if (!notComparable.isEmpty()) {
      notes.add(
          "not compared, because one side has no results of them: "
              + String.join(", ", notComparable));
    }
    return notes;
  }

  private static EnvironmentChange oneSided(
      DiffEnvironment environment, Presence presence, List<ResultChange> results) {
    return new EnvironmentChange(environment.label(), presence, results, List.of(), List.of());
  }

  /** Of an environment that comes, what does not comply. */
  private List<ResultChange> concerns(DiffEnvironment environment) {
    List<ResultChange> concerns = new ArrayList<>();
    environment
        .results()
        .forEach(
            (key, result) -> {
              if (result.outcome() != Outcome.PASS && result.outcome() != Outcome.SKIP) {
                concerns.add(new ResultChange(key, null, result, Effect.of(null, result)));
              }
            });
    return concerns;
  }

  private void compare(DiffEnvironment earlier, DiffEnvironment later) {
    compared++;
    List<RangeChange> ranges = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    if (earlier.egress() == null || later.egress() == null) {
      withoutEgress = true;
    } else {
      compareEgress(earlier, later, earlier.egress(), later.egress(), ranges, notes);
    }
    EnvironmentChange change =
        new EnvironmentChange(
            earlier.label(), Presence.BOTH, results(earlier, later), ranges, notes);
    if (!change.isEmpty()) {
      changes.add(change);
    }
  }

  private List<ResultChange> results(DiffEnvironment earlier, DiffEnvironment later) {
    Set<ResultKey> keys = new TreeSet<>(earlier.results().keySet());
    keys.addAll(later.results().keySet());
    List<ResultChange> results = new ArrayList<>();
    for (ResultKey key : keys) {
      JudgedResult was = earlier.results().get(key);
      JudgedResult is = later.results().get(key);
      if (notComparable.contains(key.policy())) {
        continue;
      }
      if (isSame(was, is)) {
        open += is != null && is.isOpen() ? 1 : 0;
      } else {
        results.add(new ResultChange(key, was, is, Effect.of(was, is)));
      }
    }
    results.sort(Comparator.comparing(ResultChange::effect).thenComparing(ResultChange::key));
    return results;
  }

  /** A policy that does not apply says as little as one that is not there. */
  private static boolean isSame(@Nullable JudgedResult was, @Nullable JudgedResult is) {
    if (was == null || is == null) {
      JudgedResult only = was == null ? is : was;
      return only == null || only.outcome() == Outcome.SKIP;
    }
    return was.saysTheSameAs(is);
  }

  private static void compareEgress(
      DiffEnvironment earlier,
      DiffEnvironment later,
      Egress was,
      Egress is,
      List<RangeChange> ranges,
      List<String> notes) {
    if (was.mode() == Mode.NOT_APPLICABLE || is.mode() == Mode.NOT_APPLICABLE) {
      if (was.mode() != is.mode()) {
        notes.add(
            "destinations were not compared: with Composer 3 they see the addresses of a network"
                + " attachment");
      }
      return;
    }
    addNote("Pod", was.network().podCidrs(), is.network().podCidrs(), notes);
    addNote("node", was.network().nodeCidrs(), is.network().nodeCidrs(), notes);
    ranges.addAll(RangeComparison.of(was, is, firewalls(earlier, later)));
  }

  private static void addNote(
      String whose, Derived<List<String>> was, Derived<List<String>> is, List<String> notes) {
    String earlier = text(was);
    String later = text(is);
    if (!earlier.equals(later)) {
      notes.add("%s addresses: %s before, %s after".formatted(whose, earlier, later));
    }
  }

  private static String text(Derived<List<String>> ranges) {
    return ranges instanceof Derived.Value<List<String>> known
        ? String.join(", ", known.value())
        : "unknown";
  }

  private static List<Firewall> firewalls(DiffEnvironment earlier, DiffEnvironment later) {
    TreeMap<String, Firewall> all = new TreeMap<>();
    earlier.firewalls().forEach(each -> all.put(each.binding() + "/" + each.destination(), each));
    later.firewalls().forEach(each -> all.put(each.binding() + "/" + each.destination(), each));
    return List.copyOf(all.values());
  }
}
