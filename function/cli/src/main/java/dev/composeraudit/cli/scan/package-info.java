/** The command {@code scan}: judges the environments that exist, in parallel and resumable. */
@NullMarked
package dev.composeraudit.cli.scan;

import org.jspecify.annotations.NullMarked;
