package dev.composeraudit.event;

import dev.composeraudit.event.RejectedEvent.Code;

/** Texts of log entries, which must not be longer than what they name can be. */
final class BoundedText {
  private BoundedText() {}

  /**
   * Returns the text.
   *
   * @throws RejectedException if it is longer than this, since policies may repeat it
   */
  static String of(String place, String text, int length) throws RejectedException {
    if (text.length() > length) {
      throw new RejectedException(
          Code.INCONSISTENT, "%s: %d characters".formatted(place, text.length()));
    }
    return text;
  }
}
