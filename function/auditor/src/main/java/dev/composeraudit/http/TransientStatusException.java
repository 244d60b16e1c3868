package dev.composeraudit.http;

import java.io.IOException;

/** An API answered that it can't, now. */
public final class TransientStatusException extends IOException {
  private static final long serialVersionUID = 1L;

  public TransientStatusException(Response answer) {
    super(answer.statusName());
  }
}
