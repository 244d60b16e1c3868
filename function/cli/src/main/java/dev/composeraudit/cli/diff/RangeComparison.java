package dev.composeraudit.cli.diff;

import dev.composeraudit.address.Address;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.cli.diff.DiffReport.FirewallChange;
import dev.composeraudit.cli.diff.DiffReport.Packet;
import dev.composeraudit.cli.diff.DiffReport.RangeChange;
import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.Egress;
import dev.composeraudit.egress.SourceChanges;
import dev.composeraudit.egress.SourceTrace;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the destinations of one environment that see another source, each range with an example.
 */
final class RangeComparison {
  private final Egress before;
  private final Egress after;
  private final List<Firewall> firewalls;
  private final SourceChanges changes;

  private RangeComparison(Egress before, Egress after, List<Firewall> firewalls) {
    this.before = before;
    this.after = after;
    this.firewalls = firewalls;
    this.changes = SourceChanges.between(before, after);
  }

  static List<RangeChange> of(Egress before, Egress after, List<Firewall> firewalls) {
    RangeComparison comparison = new RangeComparison(before, after, firewalls);
    return comparison.changes.changes().stream().map(comparison::describe).toList();
  }

  private RangeChange describe(SourceChanges.Change change) {
    CidrSet range = CidrSet.ofRanges(List.of(change.range()));
    CidrSet known = CidrSet.EMPTY;
    Effect effect = Effect.ofSource(change.after());
    List<FirewallChange> among = new ArrayList<>();
    for (Firewall firewall : firewalls) {
      if (!range.intersect(firewall.range()).isEmpty()) {
        FirewallChange of = describe(firewall, changes.example(change, firewall.range()));
        among.add(of);
        known = known.union(firewall.range());
        Effect onFirewall = Effect.ofAcceptance(of.before(), of.after());
        effect = onFirewall == Effect.BETTER ? effect : effect.graver(onFirewall);
      }
    }
    Address example = changes.example(change, known);
    return new RangeChange(
        change.range(),
        change.before(),
        change.after(),
        new Packet(example, sources(before, example), sources(after, example)),
        among,
        effect);
  }

  private FirewallChange describe(Firewall firewall, Address to) {
    return new FirewallChange(
        firewall.binding(),
        firewall.destination(),
        to,
        trace(before, to).acceptedBy(firewall.accepted()),
        trace(after, to).acceptedBy(firewall.accepted()));
  }

  private static List<String> sources(Egress egress, Address destination) {
    return trace(egress, destination).parts().get(0).addresses();
  }

  private static SourceTrace trace(Egress egress, Address destination) {
    return egress.trace(Destination.of(new Cidr(destination, destination.family().bits())));
  }
}
