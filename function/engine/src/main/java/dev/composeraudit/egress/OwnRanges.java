package dev.composeraudit.egress;

import dev.composeraudit.address.AddressRange;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.network.ClusterRanges;
import dev.composeraudit.egress.network.Derived;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Finds which part of a destination is in the cluster's own ranges. */
final class OwnRanges {
  /** A piece of a range, of one scope. */
  record Piece(AddressRange range, DestinationScope scope) {}

  private final Map<DestinationScope, CidrSet> scopes = new EnumMap<>(DestinationScope.class);
  private final List<UnknownPart> unknown = new ArrayList<>();

  private OwnRanges() {}

  /** Where ranges overlap, an address counts as a Service's first, then as a node's. */
  static OwnRanges of(ClusterRanges ranges) {
    OwnRanges own = new OwnRanges();
    own.add(DestinationScope.OWN_SERVICES, ranges.services());
    own.add(DestinationScope.OWN_NODES, ranges.nodes());
    own.add(DestinationScope.OWN_PODS, ranges.pods());
    return own;
  }

  /** Of a cluster that is not in the customer's network. */
  static OwnRanges none() {
    return new OwnRanges();
  }

  private void add(DestinationScope scope, Derived<CidrSet> ranges) {
    unknown.addAll(ranges.obstacles());
    if (ranges instanceof Derived.Value<CidrSet> known) {
      CidrSet rest = known.value();
      for (CidrSet earlier : scopes.values()) {
        rest = rest.minus(earlier);
      }
      scopes.put(scope, rest);
    }
  }

  /** Why it is not known whether a destination is in one of the ranges; empty if it is. */
  List<UnknownPart> unknown() {
    return unknown.stream().distinct().toList();
  }

  /** All addresses in them, as far as they are known. */
  CidrSet all() {
    CidrSet all = CidrSet.EMPTY;
    for (CidrSet scope : scopes.values()) {
      all = all.union(scope);
    }
    return all;
  }

  /** The pieces of a range, in order. */
  List<Piece> pieces(AddressRange range) {
    CidrSet rest = CidrSet.ofRanges(List.of(range));
    List<Piece> pieces = new ArrayList<>();
    for (Map.Entry<DestinationScope, CidrSet> scope : scopes.entrySet()) {
      CidrSet common = rest.intersect(scope.getValue());
      common.ranges().forEach(part -> pieces.add(new Piece(part, scope.getKey())));
      rest = rest.minus(common);
    }
    rest.ranges().forEach(part -> pieces.add(new Piece(part, DestinationScope.OUTSIDE)));
    pieces.sort(Comparator.comparing(Piece::range, AddressRange.BY_FIRST));
    return pieces;
  }
}
