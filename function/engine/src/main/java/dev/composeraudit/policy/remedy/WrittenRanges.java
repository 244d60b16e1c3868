package dev.composeraudit.policy.remedy;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import java.util.ArrayList;
import java.util.List;

/** Ranges in the order and form in which a person would go on writing them. */
final class WrittenRanges {
  private WrittenRanges() {}

  /**
   * The ranges of a set as a person would go on writing them: those that are written already, as
   * far as they lie in it, then the rest.
   */
  static List<String> of(CidrSet set, List<Cidr> before) {
    List<Cidr> ranges = new ArrayList<>(before.stream().distinct().filter(set::covers).toList());
    ranges.addAll(set.minus(CidrSet.of(ranges)).toCidrs());
    return ranges.stream().map(Cidr::toString).toList();
  }
}
