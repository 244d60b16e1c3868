package dev.composeraudit.cli.picture;

import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.SourceTrace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is drawn of one environment and one destination.
 *
 * @param environment its name
 * @param decidedBy what decides about masquerading, a sentence without a full stop
 * @param pods ranges of the Pods' addresses; empty if unknown
 * @param nodes ranges of the nodes' addresses; empty if unknown
 * @param trace which source the destination sees
 * @param firewall the ranges that the destination's firewall accepts; null if none was asked about
 */
public record Picture(
    String environment,
    String decidedBy,
    List<String> pods,
    List<String> nodes,
    SourceTrace trace,
    @Nullable List<Destination> firewall) {
  public Picture {
    pods = List.copyOf(pods);
    nodes = List.copyOf(nodes);
    firewall = firewall == null ? null : List.copyOf(firewall);
  }
}
