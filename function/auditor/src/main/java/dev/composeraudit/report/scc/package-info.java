/** Keeps findings in a source of Security Command Center. */
@NullMarked
package dev.composeraudit.report.scc;

import org.jspecify.annotations.NullMarked;
