package dev.composeraudit.fetch.inventory;

import dev.composeraudit.subject.EnvironmentName;
import java.time.Instant;

/**
 * An environment in a list of Cloud Asset Inventory.
 *
 * @param created its creation; the epoch if the list has no time
 */
public record ListedEnvironment(EnvironmentName name, Instant created) {}
