/** Clusters, with the addresses of their nodes, Pods and Services. */
@NullMarked
package dev.composeraudit.sandbox.gke;

import org.jspecify.annotations.NullMarked;
