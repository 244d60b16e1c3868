/** The command {@code check}: judges documents by policies. */
@NullMarked
package dev.composeraudit.cli.check;

import org.jspecify.annotations.NullMarked;
