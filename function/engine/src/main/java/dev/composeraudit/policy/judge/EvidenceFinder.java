package dev.composeraudit.policy.judge;

import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.DestinationEvidence;
import dev.composeraudit.egress.Egress;
import dev.composeraudit.egress.Source;
import dev.composeraudit.policy.result.Result.Violation;
import dev.composeraudit.policy.source.DestinationSet;
import dev.composeraudit.policy.source.Struct;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Finds what the destinations of a violation or an error see. The destinations are those in a
 * binding's parameters {@code destinations} (each with cidr, name and acceptedSources) and {@code
 * protectedRanges}, and those that violations name.
 */
final class EvidenceFinder {
  /** Limits for the size of a finding: destinations, and parts of a destination. */
  private static final int DESTINATIONS = 8;

  private static final int PARTS = 24;

  private final Egress egress;
  private final List<DestinationEvidence> found = new ArrayList<>();

  EvidenceFinder(Egress egress) {
    this.egress = egress;
  }

  /** A destination of a binding. */
  private record Named(String name, Destination destination, List<Destination> accepts) {
    /** The name and range, in the form that violations use. */
    String text() {
      return name.isEmpty() ? destination.range().toString() : name + " " + destination.range();
    }
  }

  /** The destinations found so far, without duplicates, in order. */
  List<DestinationEvidence> found() {
    return List.copyOf(found);
  }

  /** Adds the destinations that violations without an exception name. */
  void addViolated(Struct parameters, List<Violation> violations) {
    List<String> texts = new ArrayList<>();
    for (Violation violation : violations) {
      if (violation.exception().isEmpty() && violation.destinations() != null) {
        texts.addAll(violation.destinations());
      }
    }
    if (texts.isEmpty()) {
      return;
    }
    List<Named> named = named(parameters);
    DestinationSet violated = DestinationSet.of(texts);
    named.stream().filter(each -> violated.touches(each.text())).forEach(this::add);
    DestinationSet known = DestinationSet.of(named.stream().map(Named::text).toList());
    texts.stream()
        .filter(text -> !known.touches(text))
        .flatMap(text -> read(text).stream())
        .forEach(this::add);
  }

  /** Adds destinations whose source is unknown, or that may not accept the source. */
  void addUnknown(Struct parameters) {
    for (Named each : named(parameters)) {
      if (found.size() < DESTINATIONS) {
        DestinationEvidence evidence = evidence(each);
        boolean open =
            evidence.source() == Source.UNKNOWN
                || evidence.accepted() == Acceptance.UNKNOWN
                || !egress.trace(each.destination()).doubts().isEmpty();
        if (open && !found.contains(evidence)) {
          found.add(evidence);
        }
      }
    }
  }

  private void add(Named named) {
    if (found.size() < DESTINATIONS) {
      DestinationEvidence evidence = evidence(named);
      if (!found.contains(evidence)) {
        found.add(evidence);
      }
    }
  }

  private DestinationEvidence evidence(Named named) {
    return DestinationEvidence.of(egress, named.name(), named.destination(), named.accepts())
        .limited(PARTS);
  }

  private static List<Named> named(Struct parameters) {
    List<Named> named = new ArrayList<>();
    for (Object each : list(parameters, "destinations")) {
      if (each instanceof Struct destination) {
        List<Destination> accepts =
            list(destination, "acceptedSources").stream()
                .flatMap(range -> destination(String.valueOf(range)).stream())
                .toList();
        destination(text(destination, "cidr"))
            .forEach(range -> named.add(new Named(text(destination, "name"), range, accepts)));
      }
    }
    for (Object each : list(parameters, "protectedRanges")) {
      destination(String.valueOf(each))
          .forEach(range -> named.add(new Named("", range, List.of())));
    }
    return named;
  }

  private static List<Object> list(Struct struct, String field) {
    return struct.find(field).orElse(null) instanceof Collection<?> all
        ? all.stream().map(Objects::requireNonNull).<Object>map(each -> each).toList()
        : List.of();
  }

  private static String text(Struct struct, String field) {
    return struct.find(field).orElse("") instanceof String text ? text : "";
  }

  /** Reads a name and a range, in the form that violations use; empty if there is no range. */
  private static List<Named> read(String text) {
    int space = text.lastIndexOf(' ');
    return destination(text.substring(space + 1)).stream()
        .map(range -> new Named(text.substring(0, Math.max(space, 0)), range, List.of()))
        .toList();
  }

  /** The destination; nothing if it is neither an address nor a range. */
  private static List<Destination> destination(String text) {
    try {
      return List.of(Destination.parse(text));
    } catch (IllegalArgumentException other) {
      return List.of();
    }
  }
}
