package dev.composeraudit.fetch.api;

import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;

/**
 * A request to read one resource.
 *
 * @param project the project of the resource
 * @param name its full resource name
 */
public record ReadRequest(ResourceKind kind, String project, String name) {
  /** The resource is unknown, for this reason. */
  public <T> Observed.Unknown<T> unknown(Reason reason, String why) {
    return new Observed.Unknown<>(reason, this + ": " + why);
  }

  /** {@code reading cluster projects/…}. */
  @Override
  public String toString() {
    return "reading " + kind.noun() + " " + name;
  }
}
