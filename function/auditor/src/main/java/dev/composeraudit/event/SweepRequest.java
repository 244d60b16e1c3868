package dev.composeraudit.event;

import java.time.Instant;

/**
 * A request to audit every environment in scope: events can be lost before they reach Pub/Sub, and
 * what was judged may have changed since.
 *
 * @param id the message's; repeats when it is delivered again
 * @param time when it was sent
 */
public record SweepRequest(String id, Instant time) implements Request {}
