/**
 * The command {@code replay}: judges saved events (log entries, Pub/Sub messages) as the function
 * would.
 */
@NullMarked
package dev.composeraudit.cli.replay;

import org.jspecify.annotations.NullMarked;
