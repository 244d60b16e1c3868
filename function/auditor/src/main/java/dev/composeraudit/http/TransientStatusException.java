package dev.composeraudit.http;

import java.io.IOException;

/** A response had a status after which another attempt may succeed. */
public final class TransientStatusException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param statusName as {@link Response#statusName} has it
   */
  public TransientStatusException(String statusName) {
    super(statusName);
  }
}
