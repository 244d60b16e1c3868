/** Deploying, checking and removing the function by the scripts. */
@NullMarked
package dev.composeraudit.acceptance.deploy;

import org.jspecify.annotations.NullMarked;
