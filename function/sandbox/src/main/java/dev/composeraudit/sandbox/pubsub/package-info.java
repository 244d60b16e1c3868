/** Pub/Sub, its emulator's client, and the trigger that delivers events to a function. */
@NullMarked
package dev.composeraudit.sandbox.pubsub;

import org.jspecify.annotations.NullMarked;
