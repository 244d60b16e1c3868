package dev.composeraudit.policy.cel;

/**
 * An evaluation has cost all that it may. CEL lets a loop go on past an exception, as another
 * element may yet decide; this ends it.
 */
public final class ExhaustedError extends Error {
  private static final long serialVersionUID = 1L;

  ExhaustedError() {
    super("the evaluation costs too much", null, false, false);
  }
}
