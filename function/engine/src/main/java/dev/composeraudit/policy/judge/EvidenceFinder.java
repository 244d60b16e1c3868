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
 * Finds what the destinations see that a violation or an error is about. Destinations are those of
 * a binding's parameter {@code destinations} (each with a cidr, a name and the acceptedSources) and
 * {@code protectedRanges}, and those that violations name.
 */
final class EvidenceFinder {
  /** A finding must not grow with the number of destinations, nor a destination with its parts. */
  private static final int DESTINATIONS = 8;

  private static final int PARTS = 24;

  private final Egress egress;
  private final List<DestinationEvidence> found = new ArrayList<>();

  EvidenceFinder(Egress egress) {
    this.egress = egress;
  }

  /** A destination of a binding. */
  private record Named(String name, Destination destination, List<Destination> accepts) {
    /** As violations name it. */
    String text() {
      return name.isEmpty() ? destination.range().toString() : name + " " + destination.range();
    }
  }

  /** What was found, each once and in order. */
  List<DestinationEvidence> found() {
    return List.copyOf(found);
  }

  /** Adds the destinations of which a violation speaks that no exception covers. */
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

  /** Adds the destinations of which it is not known what they see or whether they accept it. */
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

  /** A name and a range, as violations have them; nothing if the text ends in no range. */
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
