package dev.composeraudit.egress;

import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.network.Derived;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.List;

/**
 * How a cluster treats its Pods' packets, as far as that is known: the scenarios that remain
 * possible, and what would show which it is.
 *
 * @param scenarios at least one; an address is kept if it is kept in all of them
 * @param obstacles empty exactly if nothing is open
 */
record Masquerading(List<Scenario> scenarios, List<UnknownPart> obstacles) {
  Masquerading {
    scenarios = List.copyOf(scenarios);
    obstacles = obstacles.stream().distinct().toList();
  }

  static Masquerading certainly(Scenario scenario) {
    return new Masquerading(List.of(scenario), List.of());
  }

  /** Anything may hold, for every destination. */
  static Masquerading open(UnknownPart why) {
    return new Masquerading(List.of(new Scenario(List.of(), CidrSet.EVERYTHING, "")), List.of(why));
  }

  /** Destinations that certainly see the Pod address. */
  CidrSet always() {
    CidrSet always = scenarios.get(0).kept();
    for (Scenario scenario : scenarios.subList(1, scenarios.size())) {
      always = always.intersect(scenario.kept());
    }
    return always;
  }

  /** Destinations of which it is open what they see. */
  CidrSet open() {
    CidrSet ever = CidrSet.EMPTY;
    for (Scenario scenario : scenarios) {
      ever = ever.union(scenario.kept()).union(scenario.perhaps());
    }
    return ever.minus(always());
  }

  /** What exempts the destinations that are always exempt; ranges may be cut to size. */
  List<Exemption> labels() {
    return scenarios.get(0).exempt();
  }

  Derived<List<String>> named() {
    CidrSet first = Exemption.namedRanges(scenarios.get(0).exempt());
    boolean agreed =
        scenarios.stream().allMatch(each -> each.perhaps().isEmpty())
            && scenarios.stream()
                .skip(1)
                .allMatch(each -> Exemption.namedRanges(each.exempt()).equals(first));
    return agreed ? Derived.value(first.toStrings()) : new Derived.Blocked<>(obstacles);
  }

  Derived<String> listSource() {
    String first = scenarios.get(0).listSource();
    boolean agreed =
        !first.isEmpty() && scenarios.stream().allMatch(s -> s.listSource().equals(first));
    return agreed ? Derived.value(first) : new Derived.Blocked<>(obstacles);
  }

  /** Either this or the other, depending on something else that is unknown. */
  Masquerading or(Masquerading other, UnknownPart dependingOn) {
    List<Scenario> both = new ArrayList<>(scenarios);
    both.addAll(other.scenarios);
    List<UnknownPart> all = new ArrayList<>(List.of(dependingOn));
    all.addAll(obstacles);
    all.addAll(other.obstacles);
    return new Masquerading(both, all);
  }
}
