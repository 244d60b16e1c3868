/** IPv4 and IPv6 addresses, ranges and sets of ranges. */
@NullMarked
package dev.composeraudit.address;

import org.jspecify.annotations.NullMarked;
