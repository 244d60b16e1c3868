/** Security Command Center: sources and their findings. */
@NullMarked
package dev.composeraudit.sandbox.securitycenter;

import org.jspecify.annotations.NullMarked;
