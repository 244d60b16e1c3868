/** What policies say: results, their severities and remedies, and what is known of a policy. */
@NullMarked
package dev.composeraudit.policy.result;

import org.jspecify.annotations.NullMarked;
