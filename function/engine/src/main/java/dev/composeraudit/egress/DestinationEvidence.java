package dev.composeraudit.egress;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.network.Derived;
import dev.composeraudit.egress.network.SourceReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which source one destination sees, and why, as texts. It is short enough for a finding, and has
 * all that a picture needs.
 *
 * @param name the destination's name in a binding; blank if it has none
 * @param destination an address or a range, as it was written
 * @param accepts the ranges that the destination accepts; empty if that is not stated
 * @param decidedBy what decides about masquerading
 * @param pods ranges of the Pods' addresses; empty if unknown
 * @param nodes ranges of the nodes' addresses; empty if unknown
 * @param source what the destination sees, see {@link SourceTrace#source}
 * @param accepted whether the destination accepts the packets; null if it is not stated
 * @param parts of the destination, in order
 * @param more how many further parts are left out
 * @param notes further facts for the reader, one line each
 */
public record DestinationEvidence(
    String name,
    String destination,
    List<String> accepts,
    Mode decidedBy,
    List<String> pods,
    List<String> nodes,
    Source source,
    @Nullable Acceptance accepted,
    List<Part> parts,
    int more,
    List<String> notes) {
  /**
   * Consecutive addresses that see the same source for the same reason.
   *
   * @param first address
   * @param last address
   * @param scope whether they are in the cluster
   * @param range the range that decided, as configured; null if none did
   * @param accepted whether the packets to them are accepted; null if that is not stated, or they
   *     stay in the cluster
   */
  public record Part(
      String first,
      String last,
      Source source,
      DestinationScope scope,
      SourceReason reason,
      @Nullable String range,
      @Nullable Acceptance accepted) {
    private boolean isLike(Part other) {
      return source == other.source
          && scope == other.scope
          && reason == other.reason
          && Objects.equals(range, other.range)
          && accepted == other.accepted;
    }

    private Part until(Part other) {
      return new Part(first, other.last, source, scope, reason, range, accepted);
    }
  }

  public DestinationEvidence {
    accepts = List.copyOf(accepts);
    pods = List.copyOf(pods);
    nodes = List.copyOf(nodes);
    parts = List.copyOf(parts);
    notes = List.copyOf(notes);
  }

  /**
   * What a destination sees of an environment.
   *
   * @param name the destination's name in a binding; may be blank
   * @param accepts the ranges that it accepts; empty if that is not stated
   */
  public static DestinationEvidence of(
      Egress egress, String name, Destination destination, List<Destination> accepts) {
    SourceTrace trace = egress.trace(destination);
    CidrSet accepted = CidrSet.of(accepts.stream().map(Destination::range).toList());
    Stream<String> unknown =
        trace.unknown().stream()
            .map(part -> "unknown: %s: %s".formatted(part.part().key(), part.help()));
    return new DestinationEvidence(
        name,
        destination.text(),
        accepts.stream().map(Destination::text).toList(),
        egress.mode(),
        known(egress.network().podCidrs()),
        known(egress.network().nodeCidrs()),
        trace.source(),
        accepts.isEmpty() ? null : trace.acceptedBy(accepted),
        parts(trace, accepts.isEmpty() ? null : accepted),
        0,
        Stream.concat(trace.notes().stream(), unknown).toList());
  }

  private static List<String> known(Derived<List<String>> ranges) {
    return ranges instanceof Derived.Value<List<String>> value ? value.value() : List.of();
  }

  /** Joins adjacent parts that do not differ. */
  private static List<Part> parts(SourceTrace trace, @Nullable CidrSet accepted) {
    List<Part> parts = new ArrayList<>();
    for (SourceTrace.Part each : trace.parts()) {
      Part next = part(each, accepted);
      int last = parts.size() - 1;
      if (last >= 0 && parts.get(last).isLike(next)) {
        parts.set(last, parts.get(last).until(next));
      } else {
        parts.add(next);
      }
    }
    return parts;
  }

  private static Part part(SourceTrace.Part part, @Nullable CidrSet accepted) {
    Cidr cidr = part.cidr();
    return new Part(
        cidr.first().toString(),
        cidr.last().toString(),
        part.source(),
        part.scope(),
        part.reason(),
        part.range(),
        accepted == null || part.scope().stays() ? null : part.acceptedBy(accepted));
  }

  /** The same with a limited number of parts, ranges and notes; counts the parts left out. */
  public DestinationEvidence limited(int most) {
    return new DestinationEvidence(
        name,
        destination,
        head(accepts, most),
        decidedBy,
        head(pods, most),
        head(nodes, most),
        source,
        accepted,
        head(parts, most),
        more + Math.max(0, parts.size() - most),
        head(notes, most));
  }

  private static <T> List<T> head(List<T> all, int most) {
    return all.subList(0, Math.min(most, all.size()));
  }
}
