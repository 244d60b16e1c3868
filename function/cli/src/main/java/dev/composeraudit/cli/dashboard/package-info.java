/**
 * The command {@code dashboard}: findings as they are published, on a page that this process serves
 * on loopback.
 */
@NullMarked
package dev.composeraudit.cli.dashboard;

import org.jspecify.annotations.NullMarked;
