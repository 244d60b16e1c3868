/** Each fault of each call, one after the other. */
@NullMarked
package dev.composeraudit.acceptance.campaign.faults;

import org.jspecify.annotations.NullMarked;
