/** The command {@code redrive-plan}: decides what is done with each dead letter. */
@NullMarked
package dev.composeraudit.cli.redrive;

import org.jspecify.annotations.NullMarked;
