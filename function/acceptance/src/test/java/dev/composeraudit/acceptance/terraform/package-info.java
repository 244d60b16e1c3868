/** The Terraform module. */
@NullMarked
package dev.composeraudit.acceptance.terraform;

import org.jspecify.annotations.NullMarked;
