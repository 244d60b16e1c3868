/** Thousands of creations in a deployment whose calls fail and whose processes are killed. */
@NullMarked
package dev.composeraudit.acceptance.campaign.creations;

import org.jspecify.annotations.NullMarked;
