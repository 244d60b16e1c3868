@NullMarked
package dev.composeraudit.event;

import org.jspecify.annotations.NullMarked;
