/** A small Google Cloud in one process, on loopback: what it serves is faked on the wire only. */
@NullMarked
package dev.composeraudit.sandbox;

import org.jspecify.annotations.NullMarked;
