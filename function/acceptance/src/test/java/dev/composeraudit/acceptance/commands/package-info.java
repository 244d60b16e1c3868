/** The packaged command line over the sandbox. */
@NullMarked
package dev.composeraudit.acceptance.commands;

import org.jspecify.annotations.NullMarked;
