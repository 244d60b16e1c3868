/** The pages that people read: the dashboard and the report, in a browser. */
@NullMarked
package dev.composeraudit.acceptance.page;

import org.jspecify.annotations.NullMarked;
