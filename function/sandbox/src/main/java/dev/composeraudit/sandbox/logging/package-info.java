/** Cloud Logging: the audit log's entries, and the sink that carries them to Pub/Sub. */
@NullMarked
package dev.composeraudit.sandbox.logging;

import org.jspecify.annotations.NullMarked;
