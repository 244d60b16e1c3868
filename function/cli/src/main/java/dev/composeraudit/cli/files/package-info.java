/** Reads the files that a command names: documents, folders of policies, subjects. */
@NullMarked
package dev.composeraudit.cli.files;

import org.jspecify.annotations.NullMarked;
