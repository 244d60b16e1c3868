/**
 * What arrived: from a CloudEvent to the audit log entry in it, or to the reason why it is none.
 */
@NullMarked
package dev.composeraudit.event;

import org.jspecify.annotations.NullMarked;
