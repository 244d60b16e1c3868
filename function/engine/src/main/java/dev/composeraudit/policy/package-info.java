/**
 * Judges subjects by policy files: YAML and CEL in, results out. No policy is evaluated that was
 * not checked whole before.
 */
@NullMarked
package dev.composeraudit.policy;

import org.jspecify.annotations.NullMarked;
