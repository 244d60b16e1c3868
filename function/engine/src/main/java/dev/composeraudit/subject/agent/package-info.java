/**
 * The Kubernetes objects of the ip-masq-agent, which only Composer 1 needs: its ConfigMap and its
 * DaemonSet.
 */
@NullMarked
package dev.composeraudit.subject.agent;

import org.jspecify.annotations.NullMarked;
