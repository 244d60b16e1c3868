/** Whether one tenant can delay or hide what is found about the others. */
@NullMarked
package dev.composeraudit.acceptance.campaign.tenants;

import org.jspecify.annotations.NullMarked;
