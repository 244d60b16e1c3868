/** Remedies for parts of a subject that can't be read: what to grant, enable or deploy. */
@NullMarked
package dev.composeraudit.access;

import org.jspecify.annotations.NullMarked;
