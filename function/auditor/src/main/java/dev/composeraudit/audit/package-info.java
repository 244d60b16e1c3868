/** Handles an event about one environment: reads the environment, judges it, publishes findings. */
@NullMarked
package dev.composeraudit.audit;

import org.jspecify.annotations.NullMarked;
