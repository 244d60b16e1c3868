package dev.composeraudit.cli.export;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;

/**
 * What a destination would have to accept, so that policies no longer fail for it.
 *
 * @param name what the binding calls the destination; whoever writes bindings chooses it
 * @param destination its range
 * @param sources ranges of the destination's address family
 */
public record AcceptedSources(String name, Cidr destination, CidrSet sources) {}
