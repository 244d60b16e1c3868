/** The command {@code accept}: writes exceptions for the violations of a result file. */
@NullMarked
package dev.composeraudit.cli.accept;

import org.jspecify.annotations.NullMarked;
