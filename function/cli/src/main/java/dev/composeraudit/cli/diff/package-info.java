/**
 * The command {@code diff}: what changes between two states of environments or two sets of
 * policies.
 */
@NullMarked
package dev.composeraudit.cli.diff;

import org.jspecify.annotations.NullMarked;
