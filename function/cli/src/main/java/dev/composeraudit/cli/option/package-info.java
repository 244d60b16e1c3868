/** The options that several commands have. */
@NullMarked
package dev.composeraudit.cli.option;

import org.jspecify.annotations.NullMarked;
