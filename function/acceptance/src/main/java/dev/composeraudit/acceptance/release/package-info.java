/** What {@code scripts/release} checks and writes about the jars that it ships. */
@NullMarked
package dev.composeraudit.acceptance.release;

import org.jspecify.annotations.NullMarked;
