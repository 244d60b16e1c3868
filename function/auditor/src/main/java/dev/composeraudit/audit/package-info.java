/** What one event about an environment asks for. */
@NullMarked
package dev.composeraudit.audit;

import org.jspecify.annotations.NullMarked;
