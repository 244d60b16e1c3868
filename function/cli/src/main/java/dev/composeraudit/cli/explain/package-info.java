/** The command {@code explain}: which source address a destination sees, and why. */
@NullMarked
package dev.composeraudit.cli.explain;

import org.jspecify.annotations.NullMarked;
