/** Composer: environments, and the operations that create and delete them. */
@NullMarked
package dev.composeraudit.sandbox.composer;

import org.jspecify.annotations.NullMarked;
