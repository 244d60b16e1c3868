/**
 * The command {@code doctor}: what the function can read of each environment, and what it lacks.
 */
@NullMarked
package dev.composeraudit.cli.doctor;

import org.jspecify.annotations.NullMarked;
