/** Reads the egress policy of a cluster from its own Kubernetes API, if there is a route to it. */
@NullMarked
package dev.composeraudit.fetch.kubernetes;

import org.jspecify.annotations.NullMarked;
