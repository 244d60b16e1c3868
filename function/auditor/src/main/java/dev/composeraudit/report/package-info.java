/** Publishes findings to the sinks, logs events, and publishes requests for audits. */
@NullMarked
package dev.composeraudit.report;

import org.jspecify.annotations.NullMarked;
