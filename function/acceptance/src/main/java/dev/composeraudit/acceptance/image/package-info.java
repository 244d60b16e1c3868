/** Makes the folder that {@code scripts/Dockerfile} puts into an image, with its AOT cache. */
@NullMarked
package dev.composeraudit.acceptance.image;

import org.jspecify.annotations.NullMarked;
