@NullMarked
package dev.composeraudit.egress;

import org.jspecify.annotations.NullMarked;
