@NullMarked
package dev.composeraudit.sandbox;

import org.jspecify.annotations.NullMarked;
