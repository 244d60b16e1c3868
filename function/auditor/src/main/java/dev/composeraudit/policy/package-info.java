@NullMarked
package dev.composeraudit.policy;

import org.jspecify.annotations.NullMarked;
