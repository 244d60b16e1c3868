/** Publishes messages to Pub/Sub topics: findings, and copies of events that were rejected. */
@NullMarked
package dev.composeraudit.report.pubsub;

import org.jspecify.annotations.NullMarked;
