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

/** Which source each address sees as a destination: ranges in order, which cover all addresses. */
final class SourceRanges {
  private static final Comparator<SourceRange> BY_FIRST =
      Comparator.comparing(sourceRange -> sourceRange.range().first());

  private final List<SourceRange> ordered;

  /** The last address of each range, for the binary search. */
  private final List<Address> lasts;

  private SourceRanges(List<SourceRange> ordered) {
    this.ordered = ordered;
    this.lasts = ordered.stream().map(sourceRange -> sourceRange.range().last()).toList();
  }

  /** All addresses see one source, for one reason. */
  static SourceRanges uniform(Source source, SourceReason reason) {
    List<SourceRange> all = new ArrayList<>();
    add(all, CidrSet.EVERYTHING, source, reason);
    return new SourceRanges(all);
  }

  static SourceRanges of(Masquerading masquerading) {
    CidrSet exempt = masquerading.exempt();
    CidrSet unknown = masquerading.unknown();
    List<SourceRange> all = new ArrayList<>(podSources(masquerading.exemptions(), exempt));
    add(all, unknown, Source.UNKNOWN, SourceReason.CONFIGURATION_UNKNOWN);
    CidrSet rest = CidrSet.EVERYTHING.minus(exempt.union(unknown));
    add(all, rest, Source.NODE, SourceReason.MASQUERADED);
    all.sort(BY_FIRST);
    return new SourceRanges(all);
  }

  private static void add(
      List<SourceRange> to, CidrSet ranges, Source source, SourceReason reason) {
    ranges.ranges().forEach(range -> to.add(new SourceRange(range, source, reason, null)));
  }

  /** Assigns each exempt address to the widest range that exempts it. */
  private static List<SourceRange> podSources(List<ExemptRange> exemptions, CidrSet exempt) {
    List<SourceRange> sourceRanges = new ArrayList<>();
    int at = 0;
    List<AddressRange> exemptRanges = exempt.ranges();
    for (ExemptRange exemption : widest(exemptions)) {
      AddressRange range = exemption.range().range();
      while (at < exemptRanges.size() && exemptRanges.get(at).last().compareTo(range.first()) < 0) {
        at++;
      }
      for (int i = at; i < exemptRanges.size() && exemptRanges.get(i).overlaps(range); i++) {
        AddressRange part = exemptRanges.get(i).common(range);
        sourceRanges.add(new SourceRange(part, Source.POD, exemption.reason(), exemption.text()));
      }
    }
    return sourceRanges;
  }

  /**
   * Two CIDRs are nested or disjoint. In sorted order, comparing with the last result is enough.
   */
  private static List<ExemptRange> widest(List<ExemptRange> exemptions) {
    List<ExemptRange> sorted = new ArrayList<>(exemptions);
    sorted.sort(Comparator.comparing(ExemptRange::range));
    List<ExemptRange> result = new ArrayList<>();
    for (ExemptRange next : sorted) {
      if (result.isEmpty() || !result.get(result.size() - 1).range().contains(next.range())) {
        result.add(next);
      }
    }
    return result;
  }

  /** All ranges, in order. */
  List<SourceRange> all() {
    return ordered;
  }

  /** The ranges that overlap the given range, cut to it. */
  List<SourceRange> of(AddressRange range) {
    List<SourceRange> found = new ArrayList<>();
    for (int i = firstReaching(range.first()); i < ordered.size(); i++) {
      SourceRange sourceRange = ordered.get(i);
      if (!sourceRange.range().overlaps(range)) {
        break;
      }
      found.add(sourceRange.of(sourceRange.range().common(range)));
    }
    return found;
  }

  private int firstReaching(Address address) {
    int found = Collections.binarySearch(lasts, address);
    return found < 0 ? -found - 1 : found;
  }

  /**
   * These ranges, changed for a cluster's Service addresses. A packet to a Service is forwarded to
   * a Pod or a node, its backend, before masquerading is decided. The source that the backends see
   * is the result. If they see different sources, it is unknown.
   */
  SourceRanges withServices(CidrSet services, CidrSet backends) {
    return withServiceSources(services, backends, SourceReason.DESTINATION_IS_SERVICE);
  }

  /** These ranges, if the Service range is unknown: any address may be a Service address. */
  SourceRanges withUnknownServices(CidrSet backends) {
    return withServiceSources(CidrSet.EVERYTHING, backends, SourceReason.SERVICE_RANGE_UNKNOWN);
  }

  private SourceRanges withServiceSources(CidrSet services, CidrSet backends, SourceReason reason) {
    Map<Family, Set<Source>> seen = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      seen.put(family, sources(family, backends));
    }
    List<SourceRange> all = new ArrayList<>();
    for (SourceRange sourceRange : ordered) {
      Set<Source> others = seen.getOrDefault(sourceRange.range().first().family(), Set.of());
      CidrSet range = CidrSet.ofRanges(List.of(sourceRange.range()));
      if (others.equals(Set.of(sourceRange.source()))) {
        all.add(sourceRange);
      } else {
        range.minus(services).ranges().forEach(part -> all.add(sourceRange.of(part)));
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

  /** The sources that backends of a family see. If no backend is known, it may be anywhere. */
  private Set<Source> sources(Family family, CidrSet backends) {
    CidrSet known = backends.of(family);
    Set<Source> sources = EnumSet.noneOf(Source.class);
    for (AddressRange range : (known.isEmpty() ? CidrSet.EVERYTHING.of(family) : known).ranges()) {
      of(range).forEach(sourceRange -> sources.add(sourceRange.source()));
    }
    return sources;
  }
}
