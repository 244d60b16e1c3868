/** Joins the clusters, subnetworks and Kubernetes objects of separate files to environments. */
@NullMarked
package dev.composeraudit.cli.input.dump;

import org.jspecify.annotations.NullMarked;
