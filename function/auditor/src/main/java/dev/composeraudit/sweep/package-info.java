/** Handles a schedule: audits all environments of a scope, and checks whether all were audited. */
@NullMarked
package dev.composeraudit.sweep;

import org.jspecify.annotations.NullMarked;
