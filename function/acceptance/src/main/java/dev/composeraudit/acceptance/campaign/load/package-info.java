/** How many events a second the function handles, and how fast it starts. */
@NullMarked
package dev.composeraudit.acceptance.campaign.load;

import org.jspecify.annotations.NullMarked;
