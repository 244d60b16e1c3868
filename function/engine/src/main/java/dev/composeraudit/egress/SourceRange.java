package dev.composeraudit.egress;

import dev.composeraudit.address.AddressRange;
import dev.composeraudit.egress.network.SourceReason;
import org.jspecify.annotations.Nullable;

/** What a range of destinations sees, and why. */
record SourceRange(AddressRange range, Source source, SourceReason reason, @Nullable String text) {
  SourceRange of(AddressRange part) {
    return new SourceRange(part, source, reason, text);
  }
}
