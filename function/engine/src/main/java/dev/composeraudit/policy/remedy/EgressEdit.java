package dev.composeraudit.policy.remedy;

import dev.composeraudit.subject.Subject;

/**
 * A change of a cluster's egress configuration.
 *
 * @param text what brings it about, to be pasted
 * @param subject with the change made
 */
record EgressEdit(String text, Subject subject) {}
