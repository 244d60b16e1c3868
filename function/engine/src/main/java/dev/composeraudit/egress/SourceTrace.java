package dev.composeraudit.egress;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.subject.UnknownPart;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which source a destination sees, and why.
 *
 * @param source of the whole destination: that of all its parts; MIXED as soon as one part
 *     certainly sees Pods and another certainly nodes; otherwise UNKNOWN
 * @param reason that of all parts, or SEVERAL
 * @param parts the destination's ranges in order, the fewest; never empty
 * @param unknown what stands in the way, of the source if that is unknown, else of the addresses
 * @param notes what else a person should know, one line each
 */
public record SourceTrace(
    Destination destination,
    Source source,
    Reason reason,
    List<Part> parts,
    List<UnknownPart> unknown,
    List<String> notes) {
  /**
   * A range of destinations that see the same source for the same reason.
   *
   * @param addresses the ranges of which the source address is one: the Pods' or the nodes', of the
   *     destination's family; empty if unknown
   * @param range the range that decided, as configured; null if none did
   * @param candidates what the source may be if it is not known: Pods' and nodes' addresses; empty
   *     if they are unknown too
   */
  public record Part(
      Cidr cidr,
      Source source,
      List<String> addresses,
      Reason reason,
      @Nullable String range,
      CidrSet candidates) {
    public Part {
      addresses = List.copyOf(addresses);
    }

    private Acceptance acceptedBy(CidrSet accepted) {
      if (candidates.isEmpty()) {
        return Acceptance.UNKNOWN;
      }
      if (accepted.covers(candidates)) {
        return Acceptance.YES;
      }
      if (accepted.intersect(candidates).isEmpty()) {
        return Acceptance.NO;
      }
      return source == Source.UNKNOWN ? Acceptance.UNKNOWN : Acceptance.IN_PART;
    }
  }

  public SourceTrace {
    parts = List.copyOf(parts);
    unknown = List.copyOf(unknown);
    notes = List.copyOf(notes);
  }

  /**
   * What keeps the sources from being relied upon: what stands in the way of those that are
   * unknown, and that a Service's backend may be outside the cluster, where its address decides.
   * Empty if every part's source is certain.
   */
  public List<UnknownPart> doubts() {
    Set<UnknownPart> doubts = new LinkedHashSet<>();
    if (parts.stream().anyMatch(part -> part.source() == Source.UNKNOWN)) {
      doubts.addAll(unknown);
    }
    if (parts.stream().anyMatch(part -> part.reason() == Reason.DESTINATION_IS_SERVICE)) {
      doubts.add(Unknowns.SERVICE_BACKEND);
    }
    return List.copyOf(doubts);
  }

  /**
   * Would a firewall that accepts only these sources let the packets through? A source that is one
   * of many addresses counts as accepted only if all of them are: which node or Pod sends is not
   * ours to choose.
   */
  public Acceptance acceptedBy(CidrSet accepted) {
    Set<Acceptance> each = EnumSet.noneOf(Acceptance.class);
    parts.forEach(part -> each.add(part.acceptedBy(accepted)));
    if (each.size() == 1) {
      return each.iterator().next();
    }
    boolean differ = each.contains(Acceptance.YES) && each.contains(Acceptance.NO);
    return differ || each.contains(Acceptance.IN_PART) ? Acceptance.IN_PART : Acceptance.UNKNOWN;
  }

  static Source join(Set<Source> sources) {
    if (sources.size() == 1) {
      return sources.iterator().next();
    }
    return sources.contains(Source.POD) && sources.contains(Source.NODE)
        ? Source.MIXED
        : Source.UNKNOWN;
  }
}
