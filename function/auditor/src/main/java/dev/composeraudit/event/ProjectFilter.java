package dev.composeraudit.event;

import dev.composeraudit.document.Glob;
import java.util.List;

/**
 * The projects whose environments are audited, as patterns for project ids.
 *
 * @param projects the projects that are; empty = every project that the events come from
 * @param excluded those of them that are not
 */
public record ProjectFilter(List<Glob> projects, List<Glob> excluded) {
  /** Whatever arrives. */
  public static final ProjectFilter EVERYTHING = new ProjectFilter(List.of(), List.of());

  /** What a pattern begins with that excludes projects. */
  public static final String NOT = "!";

  public ProjectFilter {
    projects = List.copyOf(projects);
    excluded = List.copyOf(excluded);
  }

  /**
   * The filter of these patterns.
   *
   * @param patterns project ids, where an asterisk matches any run of characters; one that begins
   *     with an exclamation mark excludes projects, at any position
   */
  public static ProjectFilter of(List<String> patterns) {
    return new ProjectFilter(
        patterns.stream().filter(text -> !text.startsWith(NOT)).map(Glob::new).toList(),
        patterns.stream()
            .filter(text -> text.startsWith(NOT))
            .map(text -> new Glob(text.substring(NOT.length())))
            .toList());
  }

  /** Whether environments of this project are audited. */
  public boolean contains(String project) {
    return excluded.stream().noneMatch(glob -> glob.matches(project))
        && (projects.isEmpty() || projects.stream().anyMatch(glob -> glob.matches(project)));
  }
}
