/** How long the engine takes; run by hand, see the pom. */
@NullMarked
package dev.composeraudit.benchmarks;

import org.jspecify.annotations.NullMarked;
