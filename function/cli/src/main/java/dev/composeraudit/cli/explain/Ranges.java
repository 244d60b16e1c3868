package dev.composeraudit.cli.explain;

import dev.composeraudit.address.CidrSet;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.Position;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.egress.Destination;
import java.util.ArrayList;
import java.util.List;

/** Reads the addresses and ranges of a command line; every error is collected. */
final class Ranges {
  private final List<Issue> issues = new ArrayList<>();

  /**
   * Reads the values of an option, which is named in place of a file in errors.
   *
   * @return those that are addresses or ranges
   */
  List<Destination> read(String option, List<String> values) {
    List<Destination> destinations = new ArrayList<>();
    for (String value : values) {
      try {
        destinations.add(Destination.parse(value));
      } catch (IllegalArgumentException malformed) {
        issues.add(
            new Issue(
                "range",
                new SourceFile(option, ""),
                Position.ROOT,
                String.valueOf(malformed.getMessage())));
      }
    }
    return destinations;
  }

  /** Fails if any value so far was neither an address nor a range. */
  void check() throws InvalidDocumentsException {
    if (!issues.isEmpty()) {
      throw new InvalidDocumentsException(issues);
    }
  }

  /** All addresses of the ranges. */
  static CidrSet set(List<Destination> ranges) {
    return CidrSet.of(ranges.stream().map(Destination::range).toList());
  }
}
