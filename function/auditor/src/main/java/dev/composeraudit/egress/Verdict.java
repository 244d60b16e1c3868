package dev.composeraudit.egress;

import org.jspecify.annotations.Nullable;

/** What a range of destinations sees, and why. */
record Verdict(AddressRange range, Source source, Reason reason, @Nullable String text) {
  Verdict of(AddressRange part) {
    return new Verdict(part, source, reason, text);
  }
}
