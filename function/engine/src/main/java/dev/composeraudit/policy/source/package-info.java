/** Policy files as written: read and checked for their form, with the position of every error. */
@NullMarked
package dev.composeraudit.policy.source;

import org.jspecify.annotations.NullMarked;
