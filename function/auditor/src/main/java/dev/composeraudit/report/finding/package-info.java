/** Findings, their parts, and the interface of the sinks that they are published to. */
@NullMarked
package dev.composeraudit.report.finding;

import org.jspecify.annotations.NullMarked;
