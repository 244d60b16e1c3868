package dev.composeraudit.fetch;

import dev.composeraudit.subject.EnvironmentName;
import java.time.Instant;

/**
 * An environment as an inventory knows it.
 *
 * @param created when; the epoch if the inventory does not say
 */
public record ListedEnvironment(EnvironmentName name, Instant created) {}
