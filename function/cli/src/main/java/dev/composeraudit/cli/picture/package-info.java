/** Pictures of which source address a destination sees. */
@NullMarked
package dev.composeraudit.cli.picture;

import org.jspecify.annotations.NullMarked;
