package dev.composeraudit.egress;

import dev.composeraudit.address.Address;
import dev.composeraudit.address.AddressRange;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which destinations see another source after a change of an environment than before it. */
public final class SourceChanges {
  /** Addresses that no server has; a packet to one of them explains little. */
  private static final CidrSet UNUSUAL =
      CidrSet.of(
          Stream.of("0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3", "::/8", "fe80::/10", "ff00::/8")
              .map(Cidr::parse)
              .toList());

  /**
   * Consecutive destinations that see another source.
   *
   * @param range as long as possible: the addresses beside it see the same source as before, or
   *     change in another way
   * @param before POD, NODE or UNKNOWN
   * @param after another one of these
   */
  public record Change(AddressRange range, Source before, Source after) {}

  private record Sources(Source before, Source after) {}

  private final List<Change> changes;
  private final CidrSet own;

  private SourceChanges(List<Change> changes, CidrSet own) {
    this.changes = List.copyOf(changes);
    this.own = own;
  }

  /** Compares what every address there is sees. */
  public static SourceChanges between(Egress before, Egress after) {
    Map<Sources, List<AddressRange>> pieces = new LinkedHashMap<>();
    List<SourceRange> earlier = before.sources();
    List<SourceRange> later = after.sources();
    int i = 0;
    int j = 0;
    while (i < earlier.size() && j < later.size()) {
      SourceRange one = earlier.get(i);
      SourceRange other = later.get(j);
      if (one.source() != other.source()) {
        pieces
            .computeIfAbsent(new Sources(one.source(), other.source()), unseen -> new ArrayList<>())
            .add(one.range().common(other.range()));
      }
      // Both leave no address out: the one that ends first makes room for its next.
      int ends = one.range().last().compareTo(other.range().last());
      i += ends <= 0 ? 1 : 0;
      j += ends >= 0 ? 1 : 0;
    }
    return new SourceChanges(joined(pieces), before.ownAddresses().union(after.ownAddresses()));
  }

  /** Pieces that touch become one. */
  private static List<Change> joined(Map<Sources, List<AddressRange>> pieces) {
    List<Change> changes = new ArrayList<>();
    pieces.forEach(
        (sources, ranges) ->
            CidrSet.ofRanges(ranges)
                .ranges()
                .forEach(range -> changes.add(new Change(range, sources.before, sources.after))));
    changes.sort(Comparator.comparing(Change::range, AddressRange.BY_FIRST));
    return changes;
  }

  /** The fewest ranges from a first to a last address, in order; empty if nothing changes. */
  public List<Change> changes() {
    return changes;
  }

  /**
   * One destination that shows a change: if possible one of those that are preferred, outside the
   * cluster, and an address that a server may have.
   */
  public Address example(Change change, CidrSet preferred) {
    CidrSet candidates = CidrSet.ofRanges(List.of(change.range()));
    candidates = orElse(candidates.intersect(preferred), candidates);
    candidates = orElse(candidates.minus(own), candidates);
    candidates = orElse(candidates.minus(UNUSUAL), candidates);
    Address first = candidates.ranges().get(0).first();
    // The first address of a range is often the network's own.
    CidrSet others = candidates.minus(CidrSet.ofRanges(List.of(new AddressRange(first, first))));
    return others.isEmpty() ? first : others.ranges().get(0).first();
  }

  private static CidrSet orElse(CidrSet wanted, CidrSet other) {
    return wanted.isEmpty() ? other : wanted;
  }
}
