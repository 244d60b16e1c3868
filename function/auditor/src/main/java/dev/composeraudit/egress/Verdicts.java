package dev.composeraudit.egress;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What every destination there is sees: verdicts in order, which leave no address out. */
final class Verdicts {
  private static final Comparator<Verdict> BY_FIRST =
      Comparator.comparing(verdict -> verdict.range().first());

  private final List<Verdict> ordered;

  private Verdicts(List<Verdict> ordered) {
    this.ordered = ordered;
  }

  static Verdicts same(Source source, Reason reason) {
    List<Verdict> all = new ArrayList<>();
    add(all, CidrSet.EVERYTHING, source, reason);
    return new Verdicts(all);
  }

  static Verdicts of(Masquerading masquerading) {
    CidrSet always = masquerading.always();
    CidrSet open = masquerading.open();
    List<Verdict> all = new ArrayList<>(exempt(masquerading.labels(), always));
    add(all, open, Source.UNKNOWN, Reason.CONFIGURATION_UNKNOWN);
    CidrSet rest = CidrSet.EVERYTHING.minus(always.union(open));
    add(all, rest, Source.NODE, Reason.MASQUERADED);
    all.sort(BY_FIRST);
    return new Verdicts(all);
  }

  private static void add(List<Verdict> to, CidrSet ranges, Source source, Reason reason) {
    ranges.ranges().forEach(range -> to.add(new Verdict(range, source, reason, null)));
  }

  /** Each exempt address under the widest range that exempts it. */
  private static List<Verdict> exempt(List<Exemption> labels, CidrSet always) {
    List<Verdict> verdicts = new ArrayList<>();
    int at = 0;
    List<AddressRange> kept = always.ranges();
    for (Exemption label : widest(labels)) {
      AddressRange range = label.range().range();
      while (at < kept.size() && kept.get(at).last().compareTo(range.first()) < 0) {
        at++;
      }
      for (int i = at; i < kept.size() && kept.get(i).overlaps(range); i++) {
        AddressRange part = kept.get(i).common(range);
        verdicts.add(new Verdict(part, Source.POD, label.reason(), label.text()));
      }
    }
    return verdicts;
  }

  /** CIDRs are nested or apart: in order, one that lies in an earlier one lies in the last kept. */
  private static List<Exemption> widest(List<Exemption> labels) {
    List<Exemption> sorted = new ArrayList<>(labels);
    sorted.sort(Comparator.comparing(Exemption::range));
    List<Exemption> widest = new ArrayList<>();
    for (Exemption next : sorted) {
      if (widest.isEmpty() || !widest.get(widest.size() - 1).range().contains(next.range())) {
        widest.add(next);
      }
    }
    return widest;
  }

  /** The verdicts of a range, cut to it. */
  List<Verdict> of(AddressRange range) {
    List<Verdict> found = new ArrayList<>();
    for (int i = firstReaching(range.first()); i < ordered.size(); i++) {
      Verdict verdict = ordered.get(i);
      if (!verdict.range().overlaps(range)) {
        break;
      }
      found.add(verdict.of(verdict.range().common(range)));
    }
    return found;
  }

  private int firstReaching(Address address) {
    int low = 0;
    int high = ordered.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ordered.get(middle).range().last().compareTo(address) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Set<Source> sources(CidrSet set) {
    Set<Source> sources = EnumSet.noneOf(Source.class);
    for (AddressRange range : set.ranges()) {
      of(range).forEach(verdict -> sources.add(verdict.source()));
    }
    return sources;
  }

  /**
   * The same with a cluster's Service addresses: a packet to one is sent on to a Pod or a node
   * before it is masqueraded or not, so that their verdicts count. Where they are not all the same
   * as the Service address's own, which holds cannot be told.
   */
  Verdicts withServices(CidrSet services, CidrSet backends, Reason reason) {
    if (services.isEmpty()) {
      return this;
    }
    Set<Source> possible = sources(backends);
    List<Verdict> all = new ArrayList<>();
    for (Verdict verdict : ordered) {
      CidrSet range = CidrSet.ofRanges(List.of(verdict.range()));
      CidrSet service = range.intersect(services);
      if (service.isEmpty() || possible.equals(Set.of(verdict.source()))) {
        all.add(verdict);
      } else {
        range.minus(services).ranges().forEach(part -> all.add(verdict.of(part)));
        add(all, service, Source.UNKNOWN, reason);
      }
    }
    all.sort(BY_FIRST);
    return new Verdicts(Collections.unmodifiableList(all));
  }
}
