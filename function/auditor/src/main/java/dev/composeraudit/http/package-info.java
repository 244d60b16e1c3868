/** One HTTP client with one retry loop for every API that has no Google client of its own here. */
@NullMarked
package dev.composeraudit.http;

import org.jspecify.annotations.NullMarked;
