/**
 * Read requests to Google's REST APIs: the kinds of resources, and what an error response means.
 */
@NullMarked
package dev.composeraudit.fetch.api;

import org.jspecify.annotations.NullMarked;
