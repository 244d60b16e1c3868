package dev.composeraudit.report.finding;

/** What a finding is about: an environment, or a scope of many. */
public sealed interface FindingResource permits EnvironmentResource, ScopeResource {
  /** The full resource name, {@code //SERVICE/…}. */
  String fullName();

  /** The relative resource name, {@code projects/…}. */
  String name();

  /** The id of the project that it is in; blank if it is in none or in several. */
  String project();

  /** The team that it belongs to, as its labels say; blank if they name none. */
  String team();
}
