/** Reads files as JSON or YAML documents, and detects by its content what a document is. */
@NullMarked
package dev.composeraudit.cli.input.document;

import org.jspecify.annotations.NullMarked;
