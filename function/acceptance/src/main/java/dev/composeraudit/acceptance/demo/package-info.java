/** What {@code scripts/demo} runs. */
@NullMarked
package dev.composeraudit.acceptance.demo;

import org.jspecify.annotations.NullMarked;
