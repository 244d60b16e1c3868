/** Reads what people have, distinguished by its content, into Subject documents. */
@NullMarked
package dev.composeraudit.cli.input;

import org.jspecify.annotations.NullMarked;
