package dev.composeraudit.policy.source;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Destinations of violations as exceptions name them: a range, or a destination's name and a range
 * ({@code db 10.200.0.0/16}). Ranges of one name are one set of addresses. A text that ends in no
 * range means itself.
 */
public final class DestinationSet {
  private final Map<String, CidrSet> ranges = new HashMap<>();
  private final Set<String> others = new HashSet<>();

  private DestinationSet() {}

  /** A destination with its range apart. */
  private record Named(String name, Cidr range) {}

  /** The set of these destinations. */
  public static DestinationSet of(Collection<String> destinations) {
    DestinationSet set = new DestinationSet();
    for (String text : destinations) {
      List<Named> named = read(text);
      named.forEach(
          each -> set.ranges.merge(each.name(), CidrSet.of(each.range()), CidrSet::union));
      if (named.isEmpty()) {
        set.others.add(text);
      }
    }
    return set;
  }

  /** Whether it holds all of a destination. */
  public boolean covers(String destination) {
    List<Named> named = read(destination);
    return named.isEmpty()
        ? others.contains(destination)
        : ranges.getOrDefault(named.get(0).name(), CidrSet.EMPTY).covers(named.get(0).range());
  }

  /** Whether it holds a part of a destination. */
  public boolean touches(String destination) {
    List<Named> named = read(destination);
    return named.isEmpty()
        ? others.contains(destination)
        : !ranges
            .getOrDefault(named.get(0).name(), CidrSet.EMPTY)
            .intersect(CidrSet.of(named.get(0).range()))
            .isEmpty();
  }

  /** The destination, if it ends in a range; else nothing. */
  private static List<Named> read(String destination) {
    int space = destination.lastIndexOf(' ');
    try {
      return List.of(
          new Named(
              destination.substring(0, Math.max(space, 0)),
              Cidr.parse(destination.substring(space + 1))));
    } catch (IllegalArgumentException other) {
      return List.of();
    }
  }
}
