package dev.composeraudit.fetch;

import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;

/**
 * One thing that is being read.
 *
 * @param project the project that it belongs to
 * @param name its full resource name
 */
public record ReadRequest(ResourceKind kind, String project, String name) {
  /** It is unknown, because of this. */
  public <T> Observed.Unknown<T> unknown(Reason reason, String why) {
    return new Observed.Unknown<>(reason, this + ": " + why);
  }

  /** {@code reading cluster projects/…}. */
  @Override
  public String toString() {
    return "reading " + kind.what() + " " + name;
  }
}
