/** Many environments at once, made from a seed. */
@NullMarked
package dev.composeraudit.sandbox.seed;

import org.jspecify.annotations.NullMarked;
