/** Hides the values of environments and clusters that may be secret. */
@NullMarked
package dev.composeraudit.subject.hidden;

import org.jspecify.annotations.NullMarked;
