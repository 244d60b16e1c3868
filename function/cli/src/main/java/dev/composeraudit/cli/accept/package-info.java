/** The verb {@code accept}: from the violations of a result file the exceptions for them. */
@NullMarked
package dev.composeraudit.cli.accept;

import org.jspecify.annotations.NullMarked;
