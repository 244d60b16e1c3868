/** What the commands that read the cloud share: credentials, scopes, lists, pacing. */
@NullMarked
package dev.composeraudit.cli.live;

import org.jspecify.annotations.NullMarked;
