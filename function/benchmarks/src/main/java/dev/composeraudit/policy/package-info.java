/** Benchmarks of what the package keeps to itself. */
@NullMarked
package dev.composeraudit.policy;

import org.jspecify.annotations.NullMarked;
