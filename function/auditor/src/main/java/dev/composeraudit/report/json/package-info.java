/** Makes and writes JSON documents. */
@NullMarked
package dev.composeraudit.report.json;

import org.jspecify.annotations.NullMarked;
