package dev.composeraudit.egress;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.address.Family;
import dev.composeraudit.egress.network.ClusterRanges;
import dev.composeraudit.egress.network.Derived;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What address a source may have, worked out once: a Pod's, a node's, or one of both where it is
 * not known which.
 */
final class SourceAddresses {
  private record Seen(CidrSet set, List<String> texts) {}

  private final Map<Source, Map<Family, Seen>> bySource;

  private SourceAddresses(CidrSet pods, CidrSet nodes, CidrSet either) {
    bySource =
        Map.of(
            Source.POD, byFamily(pods),
            Source.NODE, byFamily(nodes),
            Source.UNKNOWN, byFamily(either));
  }

  private static Map<Family, Seen> byFamily(CidrSet set) {
    Map<Family, Seen> byFamily = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      CidrSet some = set.of(family);
      byFamily.put(family, new Seen(some, some.toStrings()));
    }
    return byFamily;
  }

  static SourceAddresses of(ClusterRanges ranges) {
    return new SourceAddresses(known(ranges.pods()), known(ranges.nodes()), ranges.podsAndNodes());
  }

  /** Of a cluster whose addresses no destination sees. */
  static SourceAddresses none() {
    return new SourceAddresses(CidrSet.EMPTY, CidrSet.EMPTY, CidrSet.EMPTY);
  }

  private static CidrSet known(Derived<CidrSet> set) {
    return set instanceof Derived.Value<CidrSet> value ? value.value() : CidrSet.EMPTY;
  }

  /** The part of a trace for destinations of one source range. */
  SourceTrace.Part part(Cidr cidr, DestinationScope scope, SourceRange sourceRange) {
    Seen seen = seen(sourceRange.source(), cidr.family());
    return new SourceTrace.Part(
        cidr,
        scope,
        sourceRange.source(),
        sourceRange.source() == Source.UNKNOWN ? List.of() : seen.texts(),
        sourceRange.reason(),
        sourceRange.text(),
        seen.set());
  }

  /** The nodes' addresses. */
  CidrSet nodes(Family family) {
    return seen(Source.NODE, family).set();
  }

  private Seen seen(Source source, Family family) {
    return Objects.requireNonNull(
        Objects.requireNonNull(bySource.get(source), "a source range has one source").get(family));
  }
}
