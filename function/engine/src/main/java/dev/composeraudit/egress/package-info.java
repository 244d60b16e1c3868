/**
 * Which source address does a destination see? Ranges, the two configurations that exempt
 * destinations from masquerading, and the answer for a subject and a destination. Pure.
 */
@NullMarked
package dev.composeraudit.egress;

import org.jspecify.annotations.NullMarked;
