package dev.composeraudit.egress.network;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.address.Family;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.List;

/** Collects the ranges whose union is wanted, and the unknown parts that prevent any of them. */
final class RangeCollector {
  private final List<Cidr> ranges = new ArrayList<>();
  private final List<UnknownPart> obstacles = new ArrayList<>();

  /** A range as a provider wrote it; one that is no range of the family is an obstacle. */
  void add(Family family, Part<?> part, String place, String text) {
    try {
      Cidr range = Cidr.parseNetwork(text);
      if (range.family() == family) {
        ranges.add(range);
      } else {
        block(part, "%s: %s is not a range of IPv%d".formatted(place, range, family.version()));
      }
    } catch (IllegalArgumentException malformed) {
      block(part, place + ": " + malformed.getMessage());
    }
  }

  private void block(Part<?> part, String why) {
    block(new UnknownPart(part, Reason.INDETERMINATE, why));
  }

  void block(UnknownPart by) {
    obstacles.add(by);
  }

  void addAll(Derived<CidrSet> set) {
    obstacles.addAll(set.obstacles());
    if (set instanceof Derived.Value<CidrSet> known) {
      ranges.addAll(known.value().toCidrs());
    }
  }

  boolean isEmpty() {
    return ranges.isEmpty() && obstacles.isEmpty();
  }

  Derived<CidrSet> union() {
    return obstacles.isEmpty()
        ? Derived.value(CidrSet.of(ranges))
        : new Derived.Blocked<>(obstacles);
  }
}
