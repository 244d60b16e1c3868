/**
 * The demo, and the end-to-end tests that run the same scenarios: the packaged sandbox and the
 * packaged function as processes of their own, spoken to over the wire only.
 */
@NullMarked
package dev.composeraudit.acceptance;

import org.jspecify.annotations.NullMarked;
