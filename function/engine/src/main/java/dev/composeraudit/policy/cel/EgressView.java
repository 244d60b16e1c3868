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
   * @param unknown where it is put down what stands in the way of an answer, by a name of its own
   */
  EgressView(Egress egress, Map<String, List<UnknownPart>> unknown) {
    this.egress = egress;
    this.unknown = unknown;
  }

  /**
   * The parts of a destination that see Pod addresses, and those that see node addresses; unknown
   * as soon as one part's source is in doubt.
   *
   * @throws IllegalArgumentException if it is neither an address nor a range
   */
  Object source(String destination) {
    SourceTrace trace = egress.trace(Destination.parse(destination));
    List<UnknownPart> doubts = trace.doubts();
    if (!doubts.isEmpty()) {
      String name = NAME + ".source" + unknown.size();
      unknown.put(name, doubts);
      return CelUnknownSet.create(CelAttribute.fromQualifiedIdentifier(name));
    }
    return Map.of(
        "pod", destinations(trace, Source.POD),
        "node", destinations(trace, Source.NODE));
  }

  /** Shown where CEL says what a function failed with. */
  @Override
  public String toString() {
    return "egress";
  }

  private static List<String> destinations(SourceTrace trace, Source source) {
    return trace.parts().stream()
        .filter(part -> part.source() == source)
        .map(part -> part.cidr().toString())
        .toList();
  }
}
