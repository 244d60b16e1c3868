/** What the verbs that look at the cloud share: credentials, scopes, lists, pacing. */
@NullMarked
package dev.composeraudit.cli.live;

import org.jspecify.annotations.NullMarked;
