/** What to change so that a part of a subject can be read. */
@NullMarked
package dev.composeraudit.access;

import org.jspecify.annotations.NullMarked;
