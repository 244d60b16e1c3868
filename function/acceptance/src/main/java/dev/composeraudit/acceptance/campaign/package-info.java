/** What {@code scripts/campaign} runs: the command line, and a package for each kind of campaign. */
@NullMarked
package dev.composeraudit.acceptance.campaign;

import org.jspecify.annotations.NullMarked;
