/**
 * Reads YAML and JSON documents of limited size, with the position (file, line and column) of every
 * value and every error. Matches and shortens texts.
 */
@NullMarked
package dev.composeraudit.document;

import org.jspecify.annotations.NullMarked;
