/** The ranges of a cluster's nodes, Pods and Services, as far as they are known. */
@NullMarked
package dev.composeraudit.egress.network;

import org.jspecify.annotations.NullMarked;
