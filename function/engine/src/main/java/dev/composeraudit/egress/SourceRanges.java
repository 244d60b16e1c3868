package dev.composeraudit.egress;

import dev.composeraudit.address.Address;
import dev.composeraudit.address.AddressRange;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.address.Family;
import dev.composeraudit.egress.network.SourceReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What every destination there is sees: verdicts in order, which leave no address out. */
final class SourceRanges {
  private static final Comparator<SourceRange> BY_FIRST =
      Comparator.comparing(verdict -> verdict.range().first());

  private final List<SourceRange> ordered;

  /** The last address of each, to search without touching the verdicts. */
  private final List<Address> lasts;

  private SourceRanges(List<SourceRange> ordered) {
    this.ordered = ordered;
    this.lasts = ordered.stream().map(verdict -> verdict.range().last()).toList();
  }

  static SourceRanges same(Source source, SourceReason reason) {
    List<SourceRange> all = new ArrayList<>();
    add(all, CidrSet.EVERYTHING, source, reason);
    return new SourceRanges(all);
  }

  static SourceRanges of(Masquerading masquerading) {
    CidrSet always = masquerading.always();
    CidrSet open = masquerading.open();
    List<SourceRange> all = new ArrayList<>(exempt(masquerading.labels(), always));
    add(all, open, Source.UNKNOWN, SourceReason.CONFIGURATION_UNKNOWN);
    CidrSet rest = CidrSet.EVERYTHING.minus(always.union(open));
    add(all, rest, Source.NODE, SourceReason.MASQUERADED);
    all.sort(BY_FIRST);
    return new SourceRanges(all);
  }

  private static void add(
      List<SourceRange> to, CidrSet ranges, Source source, SourceReason reason) {
    ranges.ranges().forEach(range -> to.add(new SourceRange(range, source, reason, null)));
  }

  /** Each exempt address under the widest range that exempts it. */
  private static List<SourceRange> exempt(List<Exemption> labels, CidrSet always) {
    List<SourceRange> verdicts = new ArrayList<>();
    int at = 0;
    List<AddressRange> kept = always.ranges();
    for (Exemption label : widest(labels)) {
      AddressRange range = label.range().range();
      while (at < kept.size() && kept.get(at).last().compareTo(range.first()) < 0) {
        at++;
      }
      for (int i = at; i < kept.size() && kept.get(i).overlaps(range); i++) {
        AddressRange part = kept.get(i).common(range);
        verdicts.add(new SourceRange(part, Source.POD, label.reason(), label.text()));
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

  /** All verdicts, in order. */
  List<SourceRange> all() {
    return ordered;
  }

  /** The verdicts of a range, cut to it. */
  List<SourceRange> of(AddressRange range) {
    List<SourceRange> found = new ArrayList<>();
    for (int i = firstReaching(range.first()); i < ordered.size(); i++) {
      SourceRange verdict = ordered.get(i);
      if (!verdict.range().overlaps(range)) {
        break;
      }
      found.add(verdict.of(verdict.range().common(range)));
    }
    return found;
  }

  private int firstReaching(Address address) {
    int found = Collections.binarySearch(lasts, address);
    return found < 0 ? -found - 1 : found;
  }

  /**
   * The same with a cluster's Service addresses: a packet to one is sent on to a Pod or a node
   * before it is masqueraded or not, so that the verdicts of those count. Where they differ, which
   * holds is not known.
   */
  SourceRanges withServices(CidrSet services, CidrSet backends) {
    return overlaid(services, backends, SourceReason.DESTINATION_IS_SERVICE);
  }

  /** The same where the Service range is unknown: any address may be a Service's, or its own. */
  SourceRanges perhapsServices(CidrSet backends) {
    return overlaid(CidrSet.EVERYTHING, backends, SourceReason.SERVICE_RANGE_UNKNOWN);
  }

  private SourceRanges overlaid(CidrSet services, CidrSet backends, SourceReason reason) {
    Map<Family, Set<Source>> seen = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      seen.put(family, sources(family, backends));
    }
    List<SourceRange> all = new ArrayList<>();
    for (SourceRange verdict : ordered) {
      Set<Source> others = seen.getOrDefault(verdict.range().first().family(), Set.of());
      CidrSet range = CidrSet.ofRanges(List.of(verdict.range()));
      if (others.equals(Set.of(verdict.source()))) {
        all.add(verdict);
      } else {
        range.minus(services).ranges().forEach(part -> all.add(verdict.of(part)));
        addServices(all, range.intersect(services), others, reason);
      }
    }
    all.sort(BY_FIRST);
    return new SourceRanges(Collections.unmodifiableList(all));
  }

  private static void addServices(
      List<SourceRange> to, CidrSet services, Set<Source> seen, SourceReason reason) {
    if (seen.equals(Set.of(Source.UNKNOWN))) {
      add(to, services, Source.UNKNOWN, SourceReason.CONFIGURATION_UNKNOWN);
    } else if (reason == SourceReason.DESTINATION_IS_SERVICE && seen.size() == 1) {
      add(to, services, seen.iterator().next(), reason);
    } else {
      add(to, services, Source.UNKNOWN, reason);
    }
  }

  /** What the backends see of a family; if there are none known, they may be anywhere. */
  private Set<Source> sources(Family family, CidrSet backends) {
    CidrSet known = backends.of(family);
    Set<Source> sources = EnumSet.noneOf(Source.class);
    for (AddressRange range : (known.isEmpty() ? CidrSet.EVERYTHING.of(family) : known).ranges()) {
      of(range).forEach(verdict -> sources.add(verdict.source()));
    }
    return sources;
  }
}
