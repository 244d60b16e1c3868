package dev.composeraudit.cli.picture;

import dev.composeraudit.egress.DestinationEvidence;

/**
 * What is drawn of one environment and one destination.
 *
 * @param environment its name
 */
public record Picture(String environment, DestinationEvidence evidence) {
  /** The title of the picture: the destination, with its name if it has one. */
  public String destination() {
    return evidence.name().isEmpty()
        ? evidence.destination()
        : "%s (%s)".formatted(evidence.name(), evidence.destination());
  }
}
