/** What a schedule asks for: all environments of a scope, and whether all were audited. */
@NullMarked
package dev.composeraudit.sweep;

import org.jspecify.annotations.NullMarked;
