/**
 * Decodes a CloudEvent to a request: an audit log entry, a control message, or the reason why the
 * event is rejected.
 */
@NullMarked
package dev.composeraudit.event;

import org.jspecify.annotations.NullMarked;
