package dev.composeraudit.policy.cel;

import dev.cel.runtime.CelAttribute;
import dev.cel.runtime.CelUnknownSet;
import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.Egress;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.SourceTrace;
import dev.composeraudit.subject.UnknownPart;
import java.util.List;
import java.util.Map;

/** What {@code source()} is asked through. */
final class EgressView {
  /** The hidden variable behind {@code source()}; names that end in an underscore are reserved. */
  static final String NAME = "egress_";

  private final Egress egress;
  private final Map<String, List<UnknownPart>> unknown;

  /**
   * @param unknown where it is put down what is in the way of an answer, by a name of its own
   */
  EgressView(Egress egress, Map<String, List<UnknownPart>> unknown) {
    this.egress = egress;
    this.unknown = unknown;
  }

  /**
   * What a destination outside the cluster sees: the parts that see Pod addresses, those that see
   * node addresses, and those that lie in the cluster's own node and Pod ranges, to which packets
   * never leave it. Unknown as soon as the source of a part outside is in doubt, and for a
   * destination in the cluster's Service range.
   *
   * @throws IllegalArgumentException if it is neither an address nor a range
   */
  Object source(String destination) {
    SourceTrace trace = egress.trace(Destination.parse(destination));
    List<UnknownPart> doubts = trace.doubts();
    if (!doubts.isEmpty()) {
      return unknown("source", doubts);
    }
    return Map.of(
        "pod", destinations(trace.outside(), Source.POD),
        "node", destinations(trace.outside(), Source.NODE),
        "inside", trace.staying().stream().map(part -> part.cidr().toString()).toList());
  }

  /**
   * What the part of a destination in the cluster's own node and Pod ranges sees: the parts that
   * see Pod addresses, and those that see node addresses; unknown as soon as one part's source is.
   *
   * @throws IllegalArgumentException if it is neither an address nor a range
   */
  Object sourceInside(String destination) {
    SourceTrace trace = egress.trace(Destination.parse(destination));
    if (trace.staying().stream().anyMatch(part -> part.source() == Source.UNKNOWN)) {
      return unknown("sourceInside", trace.unknown());
    }
    return Map.of(
        "pod", destinations(trace.staying(), Source.POD),
        "node", destinations(trace.staying(), Source.NODE));
  }

  private Object unknown(String function, List<UnknownPart> doubts) {
    String name = EgressView.NAME + "." + function + unknown.size();
    unknown.put(name, doubts);
    return CelUnknownSet.create(CelAttribute.fromQualifiedIdentifier(name));
  }

  /** Shown where CEL says what a function failed with. */
  @Override
  public String toString() {
    return "egress";
  }

  private static List<String> destinations(List<SourceTrace.Part> parts, Source source) {
    return parts.stream()
        .filter(part -> part.source() == source)
        .map(part -> part.cidr().toString())
        .toList();
  }
}
