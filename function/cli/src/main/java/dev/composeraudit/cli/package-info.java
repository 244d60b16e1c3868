/** The command {@code composer-audit}: one file a verb, one file a format. */
@NullMarked
package dev.composeraudit.cli;

import org.jspecify.annotations.NullMarked;
