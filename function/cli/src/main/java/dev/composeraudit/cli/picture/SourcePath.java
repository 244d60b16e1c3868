package dev.composeraudit.cli.picture;

import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.SourceTrace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way that packets take to the destination.
 *
 * @param source POD, NODE or UNKNOWN
 * @param parts of the destination that see this source
 * @param accepted whether the firewall lets them through; null if none was asked about
 */
record SourcePath(Source source, List<SourceTrace.Part> parts, @Nullable Acceptance accepted) {
  SourcePath {
    parts = List.copyOf(parts);
  }

  /** The ways of a picture: at most one for each source. */
  static List<SourcePath> of(Picture picture) {
    List<SourcePath> paths = new ArrayList<>();
    for (Source source : List.of(Source.POD, Source.UNKNOWN, Source.NODE)) {
      List<SourceTrace.Part> parts =
          picture.trace().parts().stream().filter(part -> part.source() == source).toList();
      if (!parts.isEmpty()) {
        paths.add(new SourcePath(source, parts, accepted(parts, picture.firewall())));
      }
    }
    return paths;
  }

  private static @Nullable Acceptance accepted(
      List<SourceTrace.Part> parts, @Nullable List<Destination> firewall) {
    if (firewall == null) {
      return null;
    }
    CidrSet set = set(firewall);
    Set<Acceptance> each = EnumSet.noneOf(Acceptance.class);
    parts.forEach(part -> each.add(part.acceptedBy(set)));
    if (each.size() == 1) {
      return each.iterator().next();
    }
    return each.contains(Acceptance.UNKNOWN) ? Acceptance.UNKNOWN : Acceptance.IN_PART;
  }

  static CidrSet set(List<Destination> firewall) {
    return CidrSet.of(firewall.stream().map(Destination::range).toList());
  }

  /** The source address, as far as it is known. */
  String address() {
    List<String> addresses = parts.get(0).addresses();
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
