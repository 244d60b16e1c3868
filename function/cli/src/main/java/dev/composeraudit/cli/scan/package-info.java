/** Judges the environments that exist: side by side, with progress, and so that it can go on. */
@NullMarked
package dev.composeraudit.cli.scan;

import org.jspecify.annotations.NullMarked;
