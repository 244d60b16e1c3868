/**
 * The command {@code composer-audit}: a package for each command, and packages that several
 * commands use.
 */
@NullMarked
package dev.composeraudit.cli;

import org.jspecify.annotations.NullMarked;
