/** Which environments exist, and which of them this deployment has judged. */
@NullMarked
package dev.composeraudit.fetch.inventory;

import org.jspecify.annotations.NullMarked;
