/** The results of policies, with severities and remedies, and the description of a policy. */
@NullMarked
package dev.composeraudit.policy.result;

import org.jspecify.annotations.NullMarked;
