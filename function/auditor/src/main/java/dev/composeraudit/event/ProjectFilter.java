package dev.composeraudit.event;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The projects whose environments are audited: project ids, where {@code *} stands for any run of
 * characters. An empty list is every project that the events come from.
 */
public record ProjectFilter(List<String> projects) {
  /** Whatever arrives. */
  public static final ProjectFilter EVERYTHING = new ProjectFilter(List.of());

  public ProjectFilter {
    projects = List.copyOf(projects);
  }

  /** Whether environments of this project are audited. */
  public boolean contains(String project) {
    return projects.isEmpty() || projects.stream().anyMatch(pattern -> matches(pattern, project));
  }

  private static boolean matches(String pattern, String project) {
    String regex =
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return project.matches(regex);
  }
}
