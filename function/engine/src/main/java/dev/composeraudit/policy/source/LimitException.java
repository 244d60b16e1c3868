package dev.composeraudit.policy.source;

import dev.cel.common.CelErrorCode;
import dev.cel.common.exceptions.CelRuntimeException;

/**
 * A function that would make too much. CEL's own kind of exception: of any other it would write out
 * the arguments, which are what is too much.
 */
public final class LimitException extends CelRuntimeException {
  private static final long serialVersionUID = 1L;

  public LimitException(String message) {
    super(new IllegalArgumentException(message), CelErrorCode.INVALID_ARGUMENT);
  }
}
