package dev.composeraudit.fetch;

import java.io.IOException;

/** An API answered that it can't, now. */
final class TransientStatusException extends IOException {
  private static final long serialVersionUID = 1L;

  TransientStatusException(Answer answer) {
    super(answer.statusName());
  }
}
