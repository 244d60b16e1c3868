package dev.composeraudit.report.scc;

import java.net.URI;

/**
 * A source of Security Command Center: the container of one provider's findings.
 *
 * @param name {@code organizations/O/sources/S}
 * @param endpoint of the API
 */
public record SecuritySource(String name, URI endpoint) {}
