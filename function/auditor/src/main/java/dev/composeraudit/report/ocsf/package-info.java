/** Writes findings as JSON: OCSF 1.8.0 Compliance Findings. */
@NullMarked
package dev.composeraudit.report.ocsf;

import org.jspecify.annotations.NullMarked;
