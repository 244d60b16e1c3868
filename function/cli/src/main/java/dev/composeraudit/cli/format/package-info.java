/** The formats that results are written in: one file each, over one model. */
@NullMarked
package dev.composeraudit.cli.format;

import org.jspecify.annotations.NullMarked;
