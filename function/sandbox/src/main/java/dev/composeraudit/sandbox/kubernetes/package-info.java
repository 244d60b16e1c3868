/** The Kubernetes API of a cluster, with the objects that it holds. */
@NullMarked
package dev.composeraudit.sandbox.kubernetes;

import org.jspecify.annotations.NullMarked;
