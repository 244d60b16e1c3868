/** Reads Terraform plans and states. */
@NullMarked
package dev.composeraudit.cli.input.terraform;

import org.jspecify.annotations.NullMarked;
