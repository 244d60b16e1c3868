/** Writes structured log entries to standard output and to a central log. */
@NullMarked
package dev.composeraudit.report.log;

import org.jspecify.annotations.NullMarked;
