/** The environments that documents describe, as drafts of Subject documents. */
@NullMarked
package dev.composeraudit.cli.input.environment;

import org.jspecify.annotations.NullMarked;
