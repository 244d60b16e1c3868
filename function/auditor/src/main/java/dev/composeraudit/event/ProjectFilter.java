package dev.composeraudit.event;

import dev.composeraudit.document.Glob;
import java.util.List;

/**
 * The projects whose environments are audited, as patterns for project ids. An empty list is every
 * project that the events come from.
 */
public record ProjectFilter(List<Glob> projects) {
  /** Whatever arrives. */
  public static final ProjectFilter EVERYTHING = new ProjectFilter(List.of());

  public ProjectFilter {
    projects = List.copyOf(projects);
  }

  /**
   * The filter of these patterns.
   *
   * @param patterns project ids, where an asterisk stands for any run of characters
   */
  public static ProjectFilter of(List<String> patterns) {
    return new ProjectFilter(patterns.stream().map(Glob::new).toList());
  }

  /** Whether environments of this project are audited. */
  public boolean contains(String project) {
    return projects.isEmpty() || projects.stream().anyMatch(glob -> glob.matches(project));
  }
}
