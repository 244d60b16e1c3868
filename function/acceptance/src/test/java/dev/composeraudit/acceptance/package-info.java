/**
 * End-to-end tests: the packaged sandbox, function and command line as processes of their own, spoken
 * to over the wire only; the scripts; and what is shipped beside the jars.
 */
@NullMarked
package dev.composeraudit.acceptance;

import org.jspecify.annotations.NullMarked;
