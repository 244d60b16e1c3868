/**
 * Reads bounded YAML and JSON documents; matches and quotes texts. Every error has its file, line
 * and column.
 */
@NullMarked
package dev.composeraudit.document;

import org.jspecify.annotations.NullMarked;
