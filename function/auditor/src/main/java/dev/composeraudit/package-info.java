@NullMarked
package dev.composeraudit;

import org.jspecify.annotations.NullMarked;
