/** Reads bounded YAML and JSON documents. Every error has its file, line and column. */
@NullMarked
package dev.composeraudit.document;

import org.jspecify.annotations.NullMarked;
