/**
 * The HTTP client, retry, tokens and error bodies, for all calls to Google's APIs and to control
 * planes.
 */
@NullMarked
package dev.composeraudit.http;

import org.jspecify.annotations.NullMarked;
