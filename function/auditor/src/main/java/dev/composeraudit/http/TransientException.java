package dev.composeraudit.http;

import com.google.common.base.Throwables;
import dev.composeraudit.subject.Subject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure that a later delivery may not have. The message is one line that names the call and the
 * resource: {@code reading cluster projects/p/…: UNAVAILABLE}.
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
   * What had been read by then; the parts that were not reached are unknown as NOT_YET. Empty if
   * not even the environment had been read.
   */
  public Optional<Subject> seen() {
    return Optional.ofNullable(seen);
  }

  /** Whether a quota was exhausted, so that later calls have to be slower. */
  public boolean isQuota() {
    return Throwables.getCausalChain(this).stream()
        .filter(TransientStatusException.class::isInstance)
        .anyMatch(cause -> Response.QUOTA.equals(cause.getMessage()));
  }

  /** The same failure, with what had been read before it. */
  public TransientException after(Subject subject) {
    return new TransientException(String.valueOf(getMessage()), this, subject);
  }
}
