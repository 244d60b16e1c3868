/**
 * The command {@code export}: the part of policies that Google's own services can prevent or
 * detect.
 */
@NullMarked
package dev.composeraudit.cli.export;

import org.jspecify.annotations.NullMarked;
