/**
 * The ip-masq-agent of GKE Standard clusters, which only Composer 1 has: its DaemonSet and its
 * configuration. Nothing outside {@code egress} uses this package.
 */
@NullMarked
package dev.composeraudit.egress.agent;

import org.jspecify.annotations.NullMarked;
