/**
 * What flows through the audit: the environment with what could be observed around it, the words
 * for what could not, and the one reader of documents.
 */
@NullMarked
package dev.composeraudit.subject;

import org.jspecify.annotations.NullMarked;
