/** Tests of the policies, and of the engine that judges by them. */
@NullMarked
package dev.composeraudit.policy;

import org.jspecify.annotations.NullMarked;
