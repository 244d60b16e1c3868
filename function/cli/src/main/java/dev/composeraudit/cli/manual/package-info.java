/** The commands {@code help} and {@code manual}: a man page, and completion for shells. */
@NullMarked
package dev.composeraudit.cli.manual;

import org.jspecify.annotations.NullMarked;
