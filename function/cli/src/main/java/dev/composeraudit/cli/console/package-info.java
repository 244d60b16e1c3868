/** What a command reads from and writes to, its colours and its exit codes. */
@NullMarked
package dev.composeraudit.cli.console;

import org.jspecify.annotations.NullMarked;
