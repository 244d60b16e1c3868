package dev.composeraudit.cli.diff;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.policy.source.Struct;
import java.util.List;
import java.util.Optional;

/**
 * A destination whose firewall accepts known sources only, as a binding describes it.
 *
 * @param range its addresses
 * @param accepted the sources that it lets through
 */
record Firewall(String binding, String destination, CidrSet range, CidrSet accepted) {
  /** The firewall of the destination that a result is about; empty if its binding knows none. */
  static Optional<Firewall> of(BindingResult result) {
    if (result.destination().isEmpty()
        || !(result.parameters().select("destinations") instanceof List<?> destinations)
        || !(destinations.get(0) instanceof Struct destination)) {
      return Optional.empty();
    }
    Optional<Object> cidr = destination.find("cidr");
    Optional<Object> accepted = destination.find("acceptedSources");
    if (cidr.isEmpty() || !(accepted.orElse(null) instanceof List<?> sources)) {
      return Optional.empty();
    }
    return Optional.of(
        new Firewall(
            result.binding(),
            result.destination(),
            CidrSet.of(Cidr.parse(String.valueOf(cidr.get()))),
            CidrSet.of(sources.stream().map(each -> Cidr.parse(String.valueOf(each))).toList())));
  }
}
