/** What only the sandbox has: calls by which a test changes what the APIs answer. */
@NullMarked
package dev.composeraudit.sandbox.control;

import org.jspecify.annotations.NullMarked;
