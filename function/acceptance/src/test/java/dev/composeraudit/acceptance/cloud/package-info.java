/** A Google Cloud that records what the real gcloud and bq ask of it. */
@NullMarked
package dev.composeraudit.acceptance.cloud;

import org.jspecify.annotations.NullMarked;
