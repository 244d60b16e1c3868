/**
 * The subject of an audit: an environment, its cluster, subnetworks and egress policies, each
 * known, or unknown with a reason. Also the reader of Subject documents.
 */
@NullMarked
package dev.composeraudit.subject;

import org.jspecify.annotations.NullMarked;
