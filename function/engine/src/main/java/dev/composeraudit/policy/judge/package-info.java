/** Evaluates checked policies for one subject. */
@NullMarked
package dev.composeraudit.policy.judge;

import org.jspecify.annotations.NullMarked;
