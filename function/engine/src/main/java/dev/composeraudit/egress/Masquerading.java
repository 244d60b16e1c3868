package dev.composeraudit.egress;

import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.network.Derived;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.List;

/**
 * How a cluster treats its Pods' packets, as far as that is known: the scenarios that remain
 * possible, and the unknown parts that would show which it is.
 *
 * @param scenarios at least one; a destination is certainly exempt if it is exempt in all of them
 * @param obstacles empty exactly if no destination is unknown
 */
record Masquerading(List<MasqueradeRules> scenarios, List<UnknownPart> obstacles) {
  Masquerading {
    scenarios = List.copyOf(scenarios);
    obstacles = obstacles.stream().distinct().toList();
  }

  static Masquerading certainly(MasqueradeRules scenario) {
    return new Masquerading(List.of(scenario), List.of());
  }

  /** Every destination may be exempt or not. */
  static Masquerading unknown(UnknownPart why) {
    return new Masquerading(
        List.of(new MasqueradeRules(List.of(), CidrSet.EVERYTHING, "")), List.of(why));
  }

  /** Destinations that are exempt in every scenario. */
  CidrSet exempt() {
    CidrSet exempt = scenarios.get(0).exempt();
    for (MasqueradeRules scenario : scenarios.subList(1, scenarios.size())) {
      exempt = exempt.intersect(scenario.exempt());
    }
    return exempt;
  }

  /** Destinations that may be exempt, but are not in every scenario. */
  CidrSet unknown() {
    CidrSet everExempt = CidrSet.EMPTY;
    for (MasqueradeRules scenario : scenarios) {
      everExempt = everExempt.union(scenario.exempt()).union(scenario.unknown());
    }
    return everExempt.minus(exempt());
  }

  /**
   * Exemptions that cover all {@link #exempt} destinations. They may cover more: the ranges are
   * those of one scenario.
   */
  List<ExemptRange> exemptions() {
    return scenarios.get(0).exemptions();
  }

  Derived<List<String>> named() {
    CidrSet first = ExemptRange.namedRanges(scenarios.get(0).exemptions());
    boolean agreed =
        scenarios.stream().allMatch(each -> each.unknown().isEmpty())
            && scenarios.stream()
                .skip(1)
                .allMatch(each -> ExemptRange.namedRanges(each.exemptions()).equals(first));
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
    List<MasqueradeRules> both = new ArrayList<>(scenarios);
    both.addAll(other.scenarios);
    List<UnknownPart> all = new ArrayList<>(List.of(dependingOn));
    all.addAll(obstacles);
    all.addAll(other.obstacles);
    return new Masquerading(both, all);
  }
}
