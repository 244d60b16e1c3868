package dev.composeraudit.report.scc;

import java.net.URI;

/**
 * A source of Security Command Center, which is where one provider's findings are.
 *
 * @param name {@code organizations/O/sources/S}
 * @param endpoint of the API
 */
public record SecuritySource(String name, URI endpoint) {}
