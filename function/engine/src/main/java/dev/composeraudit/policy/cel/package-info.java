/** CEL as policies use it: its names, types, functions and limits, and the type check. */
@NullMarked
package dev.composeraudit.policy.cel;

import org.jspecify.annotations.NullMarked;
