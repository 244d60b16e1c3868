/** Reads what people have, told apart by its content, into Subject documents. */
@NullMarked
package dev.composeraudit.cli.input;

import org.jspecify.annotations.NullMarked;
