package dev.composeraudit.fetch.api;

import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import java.util.Optional;

/**
 * A request to read one resource.
 *
 * @param project the project of the resource; of an organization's or a folder's assets the scope,
 *     {@code organizations/N} or {@code folders/N}
 * @param name its full resource name
 */
public record ReadRequest(ResourceKind kind, String project, String name) {
  /** The resource is unknown, for this reason. */
  public <T> Observed.Unknown<T> unknown(Reason reason, String why) {
    return unknown(reason, why, Optional.empty());
  }

  /** The resource is unknown, for this reason, and this would help. */
  public <T> Observed.Unknown<T> unknown(Reason reason, String why, AccessRemedy remedy) {
    return unknown(reason, why, Optional.of(remedy));
  }

  /** The resource is unknown, for this reason, and this would help if it is known what would. */
  public <T> Observed.Unknown<T> unknown(
      Reason reason, String why, Optional<AccessRemedy> remedy) {
    return new Observed.Unknown<>(reason, this + ": " + why, remedy);
  }

  /** What holds the resource: {@code projects/P}, or another scope, {@code folders/N}. */
  String scope() {
    return project.contains("/") ? project : "projects/" + project;
  }

  /** {@code reading cluster projects/…}. */
  @Override
  public String toString() {
    return "reading " + kind.noun() + " " + name;
  }
}
