/** The command {@code test}: runs the tests of policies. */
@NullMarked
package dev.composeraudit.cli.policytest;

import org.jspecify.annotations.NullMarked;
