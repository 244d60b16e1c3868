/** The command {@code eval}: evaluates single CEL expressions. */
@NullMarked
package dev.composeraudit.cli.eval;

import org.jspecify.annotations.NullMarked;
