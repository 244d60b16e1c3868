/** The packaged function in front of the sandbox. */
@NullMarked
package dev.composeraudit.acceptance.function;

import org.jspecify.annotations.NullMarked;
