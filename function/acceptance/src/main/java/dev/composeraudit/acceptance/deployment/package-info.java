/**
 * The packaged sandbox and the packaged function as processes, and what is said to them over the
 * wire. Used by the end-to-end tests, the demo and the campaigns.
 */
@NullMarked
package dev.composeraudit.acceptance.deployment;

import org.jspecify.annotations.NullMarked;
