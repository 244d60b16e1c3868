/** Computes ways to comply, and tries them on a copy of the subject. */
@NullMarked
package dev.composeraudit.policy.remedy;

import org.jspecify.annotations.NullMarked;
