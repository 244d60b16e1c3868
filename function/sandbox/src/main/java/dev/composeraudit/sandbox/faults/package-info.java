/** Calls that are noted, and calls that fail as a test says. */
@NullMarked
package dev.composeraudit.sandbox.faults;

import org.jspecify.annotations.NullMarked;
