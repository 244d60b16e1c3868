/** What changes between two states of environments, or between two sets of policies. */
@NullMarked
package dev.composeraudit.cli.diff;

import org.jspecify.annotations.NullMarked;
