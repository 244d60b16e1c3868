/** The command {@code snapshot}: writes live environments as Subject documents, without secrets. */
@NullMarked
package dev.composeraudit.cli.snapshot;

import org.jspecify.annotations.NullMarked;
