package dev.composeraudit.event;

import java.time.Instant;

/**
 * A request to compare which environments there are with which were judged of late: a sweep that
 * was asked for may itself have been lost, or its audits given up.
 *
 * @param id the message's; repeats when it is delivered again
 * @param time when it was sent
 */
public record CoverageRequest(String id, Instant time) implements Request {}
