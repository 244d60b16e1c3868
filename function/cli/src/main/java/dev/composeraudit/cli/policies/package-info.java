/** The commands about policies themselves: {@code lint}, {@code list} and {@code show}. */
@NullMarked
package dev.composeraudit.cli.policies;

import org.jspecify.annotations.NullMarked;
