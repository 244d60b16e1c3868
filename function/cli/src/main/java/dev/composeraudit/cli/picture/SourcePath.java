package dev.composeraudit.cli.picture;

import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.DestinationEvidence;
import dev.composeraudit.egress.DestinationEvidence.Part;
import dev.composeraudit.egress.Source;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One way that packets take to the destination.
 *
 * @param source POD, NODE or UNKNOWN
 * @param addresses the ranges that the source address is in; empty if they are unknown
 * @param parts the parts of the destination that see this source; only those outside the cluster,
 *     if there are any
 */
record SourcePath(Source source, List<String> addresses, List<Part> parts) {
  SourcePath {
    addresses = List.copyOf(addresses);
    parts = List.copyOf(parts);
  }

  /** The ways of a picture: at most one for each source. */
  static List<SourcePath> of(DestinationEvidence evidence) {
    return Stream.of(Source.POD, Source.UNKNOWN, Source.NODE)
        .map(source -> new SourcePath(source, addresses(evidence, source), parts(evidence, source)))
        .filter(path -> !path.parts.isEmpty())
        .toList();
  }

  private static List<Part> parts(DestinationEvidence evidence, Source source) {
    List<Part> all = evidence.parts().stream().filter(part -> part.source() == source).toList();
    List<Part> outside = all.stream().filter(part -> !part.scope().stays()).toList();
    return outside.isEmpty() ? all : outside;
  }

  /** Those of the destination's address family. */
  private static List<String> addresses(DestinationEvidence evidence, Source source) {
    boolean ipv6 = evidence.destination().contains(":");
    List<String> all = source == Source.POD ? evidence.pods() : evidence.nodes();
    return all.stream().filter(range -> range.contains(":") == ipv6).toList();
  }

  /** Whether the packets stay in the cluster, so that no firewall sees them. */
  boolean stays() {
    return parts.get(0).scope().stays();
  }

  /** Whether they are accepted; null if that is not stated, or no firewall sees them. */
  @Nullable Acceptance accepted() {
    Set<Acceptance> each =
        parts.stream()
            .map(Part::accepted)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Acceptance.class)));
    if (each.size() < 2) {
      return each.stream().findFirst().orElse(null);
    }
    return each.contains(Acceptance.UNKNOWN) ? Acceptance.UNKNOWN : Acceptance.IN_PART;
  }

  /** The source address, as far as it is known. */
  String address() {
    if (source == Source.UNKNOWN) {
      return "source unknown";
    }
    return addresses.isEmpty()
        ? "source a %s's, its range unknown".formatted(source == Source.POD ? "Pod" : "node")
        : "source " + Words.addresses(addresses, 2);
  }

  /** What decides, of all parts. */
  String why() {
    List<String> reasons = parts.stream().map(Words::why).distinct().toList();
    return reasons.size() == 1
        ? reasons.get(0)
        : "%s, and %d more".formatted(reasons.get(0), reasons.size() - 1);
  }
}
