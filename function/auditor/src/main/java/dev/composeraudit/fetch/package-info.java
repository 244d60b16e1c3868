/**
 * Looks at the cloud: asks Composer, GKE, Compute and Kubernetes about one environment and gives a
 * Subject. Nothing that was sent to us is believed; nothing that could not be seen is guessed.
 */
@NullMarked
package dev.composeraudit.fetch;

import org.jspecify.annotations.NullMarked;
