/** Tells what was found: OCSF findings on Pub/Sub, structured entries in Cloud Logging. */
@NullMarked
package dev.composeraudit.report;

import org.jspecify.annotations.NullMarked;
