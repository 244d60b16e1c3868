package dev.composeraudit.http;

import dev.composeraudit.subject.Subject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trouble of Composer, GKE or Compute that another delivery may not meet. The message is one line
 * that says what was being done to what: {@code reading cluster projects/p/…: UNAVAILABLE}.
 */
public final class TransientException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Subject seen;

  public TransientException(String message, @Nullable Throwable cause) {
    this(message, cause, null);
  }

  private TransientException(String message, @Nullable Throwable cause, @Nullable Subject seen) {
    super(message, cause);
    this.seen = seen;
  }

  /**
   * What had been seen by then, so that what it decides need not wait: the parts that were not
   * reached are unknown as NOT_YET. Empty if not even the environment was seen.
   */
  public Optional<Subject> seen() {
    return Optional.ofNullable(seen);
  }

  public TransientException after(Subject subject) {
    return new TransientException(String.valueOf(getMessage()), this, subject);
  }
}
