/** What is published: findings, what they are made of, and the interface of their sinks. */
@NullMarked
package dev.composeraudit.report.finding;

import org.jspecify.annotations.NullMarked;
