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
 * @param source the source that the parts outside the cluster see; if no part is outside, that all
 *     parts see. If parts differ: MIXED if one certainly sees Pods and another certainly nodes,
 *     otherwise UNKNOWN
 * @param reason the reason of the same parts, or SEVERAL
 * @param parts the destination, divided into as few ranges as possible, in order; never empty
 * @param unknown the unknown parts of the subject because of which the source is unknown; if it is
 *     known, those because of which its addresses are unknown
 * @param unknownScope the unknown parts of the subject because of which it is not known whether the
 *     destination lies in the cluster's own ranges
 * @param notes further facts for the reader, one line each
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
   * @param addresses the ranges that the source address is in: those of the Pods or of the nodes,
   *     in the destination's address family; empty if unknown
   * @param range the configured range that decided; null if none did
   * @param candidates all addresses that the source may have; empty if they are unknown too
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
   * Why the sources that parts outside the cluster see are not certain: a source is unknown, it is
   * unknown which parts are outside, or the destination is in the cluster's Service range and the
   * backend may be anywhere. Empty if all sources are certain.
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
   * Would a firewall that accepts only these sources let the packets through? The answer is YES
   * only if the firewall accepts every address that the source may have, because any node or Pod
   * may send. It is UNKNOWN if nothing lies outside the cluster: no firewall sees such packets.
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
