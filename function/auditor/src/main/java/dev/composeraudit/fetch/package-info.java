/**
 * Reads one environment from Composer, GKE, Compute and Kubernetes, and makes a Subject of it. Data
 * of the event is not used for it; a part that can't be read is unknown, never guessed.
 */
@NullMarked
package dev.composeraudit.fetch;

import org.jspecify.annotations.NullMarked;
