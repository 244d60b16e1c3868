package dev.composeraudit.address;

import com.google.common.collect.Comparators;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * A set of addresses, held as ranges that neither overlap nor touch, in order. Immutable. All
 * operations take time and space by the number of ranges, never by that of addresses: making a set
 * is n log n, joining two is linear, asking for one range is logarithmic.
 */
public final class CidrSet {
  /** The set without addresses. */
  public static final CidrSet EMPTY = new CidrSet(List.of());

  /** Both families, whole. */
  public static final CidrSet EVERYTHING = of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0"));

  private final List<AddressRange> ranges;

  private CidrSet(List<AddressRange> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  /** The addresses of all the ranges, their host bits ignored. */
  public static CidrSet of(Collection<Cidr> cidrs) {
    List<AddressRange> ranges = new ArrayList<>(cidrs.size());
    for (Cidr cidr : cidrs) {
      ranges.add(cidr.range());
    }
    return ofRanges(ranges);
  }

  public static CidrSet of(Cidr... cidrs) {
    return of(List.of(cidrs));
  }

  public static CidrSet ofRanges(Collection<AddressRange> unordered) {
    List<AddressRange> sorted = new ArrayList<>(unordered);
    sorted.sort(AddressRange.BY_FIRST);
    List<AddressRange> merged = new ArrayList<>(sorted.size());
    for (AddressRange next : sorted) {
      AddressRange last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && last.reaches(next)) {
        Address end = Comparators.max(last.last(), next.last());
        merged.set(merged.size() - 1, new AddressRange(last.first(), end));
      } else {
        merged.add(next);
      }
    }
    return new CidrSet(merged);
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  public CidrSet union(CidrSet other) {
    List<AddressRange> both = new ArrayList<>(ranges);
    both.addAll(other.ranges);
    return ofRanges(both);
  }

  public CidrSet intersect(CidrSet other) {
    List<AddressRange> common = new ArrayList<>();
    int theirs = 0;
    for (AddressRange range : ranges) {
      while (theirs < other.ranges.size() && other.isBefore(theirs, range.first())) {
        theirs++;
      }
      for (int i = theirs; i < other.ranges.size() && range.overlaps(other.ranges.get(i)); i++) {
        common.add(range.common(other.ranges.get(i)));
      }
    }
    return new CidrSet(common);
  }

  /** The addresses of this set that are not in the other. */
  public CidrSet minus(CidrSet other) {
    List<AddressRange> rest = new ArrayList<>();
    int theirs = 0;
    for (AddressRange range : ranges) {
      while (theirs < other.ranges.size() && other.isBefore(theirs, range.first())) {
        theirs++;
      }
      addRest(range, other, theirs, rest);
    }
    return new CidrSet(rest);
  }

  private static void addRest(
      AddressRange range, CidrSet other, int from, List<AddressRange> rest) {
    Address start = range.first();
    for (int i = from; i < other.ranges.size(); i++) {
      AddressRange taken = other.ranges.get(i);
      if (taken.first().compareTo(range.last()) > 0) {
        break;
      }
      if (taken.first().compareTo(start) > 0) {
        rest.add(new AddressRange(start, taken.first().previous()));
      }
      if (taken.last().compareTo(range.last()) >= 0) {
        return;
      }
      start = taken.last().next();
    }
    rest.add(new AddressRange(start, range.last()));
  }

  /** Whether all addresses of the other set are in this one; true if it has none. */
  public boolean covers(CidrSet other) {
    return other.ranges.stream().allMatch(this::covers);
  }

  public boolean covers(Cidr cidr) {
    return covers(cidr.range());
  }

  public boolean contains(Address address) {
    return covers(new AddressRange(address, address));
  }

  /** The addresses of one family. */
  public CidrSet of(Family family) {
    return new CidrSet(ranges.stream().filter(r -> r.first().family() == family).toList());
  }

  /** The fewest CIDRs that make up this set, in order. */
  public List<Cidr> toCidrs() {
    List<Cidr> cidrs = new ArrayList<>();
    for (AddressRange range : ranges) {
      cidrs.addAll(range.toCidrs());
    }
    return Collections.unmodifiableList(cidrs);
  }

  /** {@link #toCidrs} as canonical text. */
  public List<String> toStrings() {
    return toCidrs().stream().map(Cidr::toString).toList();
  }

  public List<AddressRange> ranges() {
    return ranges;
  }

  private boolean covers(AddressRange range) {
    int low = 0;
    int high = ranges.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore(middle, range.first())) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < ranges.size()
        && ranges.get(low).first().compareTo(range.first()) <= 0
        && ranges.get(low).last().compareTo(range.last()) >= 0;
  }

  private boolean isBefore(int index, Address address) {
    return ranges.get(index).last().compareTo(address) < 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CidrSet set && ranges.equals(set.ranges);
  }

  @Override
  public int hashCode() {
    return ranges.hashCode();
  }

  @Override
  public String toString() {
    return toCidrs().toString();
  }
}
