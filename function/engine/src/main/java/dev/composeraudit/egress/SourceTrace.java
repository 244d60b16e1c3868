package dev.composeraudit.egress;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.network.SourceReason;
import dev.composeraudit.subject.UnknownPart;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which source a destination sees, and why.
 *
 * @param source of the parts that lie outside the cluster; if none does, of all of them. MIXED as
 *     soon as one part certainly sees Pods and another certainly nodes; otherwise UNKNOWN
 * @param reason that of the same parts, or SEVERAL
 * @param parts the destination's ranges in order, the fewest; never empty
 * @param unknown the unknown parts that prevent an answer: of a source if one is unknown, else of
 *     the addresses
 * @param unknownScope what keeps it open whether parts lie in the cluster's own ranges
 * @param notes what else a person should know, one line each
 */
public record SourceTrace(
    Destination destination,
    Source source,
    SourceReason reason,
    List<Part> parts,
    List<UnknownPart> unknown,
    List<UnknownPart> unknownScope,
    List<String> notes) {
  /**
   * A range of destinations that see the same source for the same reason.
   *
   * @param scope whether it lies in the cluster
   * @param addresses the ranges of which the source address is one: the Pods' or the nodes', of the
   *     destination's family; empty if unknown
   * @param range the range that decided, as configured; null if none did
   * @param candidates what the source may be if it is not known: Pods' and nodes' addresses; empty
   *     if they are unknown too
   */
  public record Part(
      Cidr cidr,
      DestinationScope scope,
      Source source,
      List<String> addresses,
      SourceReason reason,
      @Nullable String range,
      CidrSet candidates) {
    public Part {
      addresses = List.copyOf(addresses);
    }

    /** Would a firewall that accepts only these sources let the packets to this part through? */
    public Acceptance acceptedBy(CidrSet accepted) {
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
    unknownScope = List.copyOf(unknownScope);
    notes = List.copyOf(notes);
  }

  /** The parts that lie outside the cluster, so that a firewall on the way may see the packets. */
  public List<Part> outside() {
    return parts.stream().filter(part -> part.scope() == DestinationScope.OUTSIDE).toList();
  }

  /** The parts in the cluster's own node and Pod ranges: packets to them never leave it. */
  public List<Part> staying() {
    return parts.stream().filter(part -> part.scope().stays()).toList();
  }

  /** Whether the whole destination lies in the cluster's own node and Pod ranges. */
  public boolean stays() {
    return staying().size() == parts.size();
  }

  /**
   * What keeps the sources of the parts outside the cluster from being relied upon: the unknown
   * parts of those that are unknown, or of what is outside; and of a destination that is in the
   * cluster's Service range, that a backend may be anywhere. Empty if all is certain.
   */
  public List<UnknownPart> doubts() {
    Set<UnknownPart> doubts = new LinkedHashSet<>();
    List<Part> outside = outside();
    if (outside.stream().anyMatch(part -> part.source() == Source.UNKNOWN)) {
      doubts.addAll(unknown);
    }
    if (!outside.isEmpty()) {
      doubts.addAll(unknownScope);
    } else if (!stays()) {
      doubts.add(Unknowns.SERVICE_BACKEND);
    }
    return List.copyOf(doubts);
  }

  /**
   * Would a firewall that accepts only these sources let the packets through? A source that is one
   * of many addresses counts as accepted only if all of them are: which node or Pod sends is not
   * ours to choose. Unknown if nothing lies outside the cluster: no firewall sees such packets.
   */
  public Acceptance acceptedBy(CidrSet accepted) {
    Set<Acceptance> each = EnumSet.noneOf(Acceptance.class);
    outside().forEach(part -> each.add(part.acceptedBy(accepted)));
    if (each.size() == 1) {
      Acceptance all = each.iterator().next();
      return all == Acceptance.YES && !unknownScope.isEmpty() ? Acceptance.UNKNOWN : all;
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
