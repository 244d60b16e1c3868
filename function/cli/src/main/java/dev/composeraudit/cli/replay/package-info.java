/** Judges saved events as the function would: log entries and Pub/Sub messages. */
@NullMarked
package dev.composeraudit.cli.replay;

import org.jspecify.annotations.NullMarked;
