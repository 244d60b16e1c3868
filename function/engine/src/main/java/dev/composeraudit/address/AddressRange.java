package dev.composeraudit.address;

import com.google.common.collect.Comparators;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Consecutive addresses of one family, from the first to the last. */
public record AddressRange(Address first, Address last) {
  public static final Comparator<AddressRange> BY_FIRST = Comparator.comparing(AddressRange::first);

  /** Whether the other range, which begins no earlier, overlaps this one or follows at once. */
  boolean reaches(AddressRange later) {
    return later.first.compareTo(last) <= 0
        || (later.first.family() == last.family() && later.first.equals(last.next()));
  }

  public boolean overlaps(AddressRange other) {
    return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
  }

  /** What this and an overlapping range have in common. */
  public AddressRange common(AddressRange other) {
    return new AddressRange(Comparators.max(first, other.first), Comparators.min(last, other.last));
  }

  /** The fewest CIDRs that make up this range, in order; at most two for each bit. */
  public List<Cidr> toCidrs() {
    List<Cidr> cidrs = new ArrayList<>();
    Address start = first;
    while (true) {
      Cidr block = largestBlock(start);
      cidrs.add(block);
      if (block.last().equals(last)) {
        return cidrs;
      }
      start = block.last().next();
    }
  }

  private Cidr largestBlock(Address start) {
    int prefix = start.family().bits() - start.trailingZeros();
    while (start.lastOf(prefix).compareTo(last) > 0) {
      prefix++;
    }
    return new Cidr(start, prefix);
  }
}
