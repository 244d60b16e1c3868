@NullMarked
package dev.composeraudit.report;

import org.jspecify.annotations.NullMarked;
