package dev.composeraudit.cli.diff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One side of a comparison: the environments before, or those after. */
public final class DiffSide {
  private final TreeMap<String, DiffEnvironment> environments = new TreeMap<>();
  private final Set<String> policySets = new TreeSet<>();
  private final List<String> missing = new ArrayList<>();

  /** Adds an environment; one that is there already is a problem: which one counts is not known. */
  void add(DiffEnvironment environment) {
    DiffEnvironment other = environments.putIfAbsent(environment.label(), environment);
    if (other != null) {
      addMissing(
          "%s: is described twice, in %s and in %s; give each environment once"
              .formatted(environment.label(), other.place(), environment.place()));
    }
  }

  /** The digest of policies by which its environments were judged. */
  void addPolicySet(String digest) {
    policySets.add(digest);
  }

  /** Something that keeps this side from being complete, one line. */
  public void addMissing(String what) {
    missing.add(what);
  }

  Collection<DiffEnvironment> all() {
    return environments.values();
  }

  @Nullable DiffEnvironment find(String label) {
    return environments.get(label);
  }

  Set<String> policySets() {
    return policySets;
  }

  /** The policies of which it has any result. */
  Set<String> policies() {
    Set<String> names = new TreeSet<>();
    environments
        .values()
        .forEach(each -> each.results().keySet().forEach(key -> names.add(key.policy())));
    return names;
  }

  List<String> missing() {
    return missing;
  }

  public boolean isEmpty() {
    return environments.isEmpty();
  }
}
