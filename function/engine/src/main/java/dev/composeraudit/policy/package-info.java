/**
 * Judges subjects by policy files: YAML and CEL in, results out. A policy is evaluated only after
 * the whole of it was checked.
 */
@NullMarked
package dev.composeraudit.policy;

import org.jspecify.annotations.NullMarked;
