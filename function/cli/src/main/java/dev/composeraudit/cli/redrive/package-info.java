/** Decides what is done with each dead letter that {@code scripts/redrive} has pulled. */
@NullMarked
package dev.composeraudit.cli.redrive;

import org.jspecify.annotations.NullMarked;
