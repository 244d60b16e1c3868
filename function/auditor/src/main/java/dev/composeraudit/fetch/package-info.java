@NullMarked
package dev.composeraudit.fetch;

import org.jspecify.annotations.NullMarked;
