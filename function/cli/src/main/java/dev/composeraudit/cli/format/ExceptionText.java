package dev.composeraudit.cli.format;

import dev.composeraudit.policy.result.Result;

/** An exception, in one line. */
final class ExceptionText {
  private ExceptionText() {}

  static String of(Result.AppliedException exception) {
    return "exempt until %s by %s, approved by %s: %s"
        .formatted(exception.expiresAt(), exception.name(), exception.owner(), exception.reason());
  }
}
