package dev.composeraudit.cli.input.environment;

import dev.composeraudit.subject.EnvironmentName;
import org.jspecify.annotations.Nullable;

/** Reads names of environments that need not be there, or need not be right. */
public final class Names {
  private Names() {}

  /** The name; null if the text is none. */
  public static @Nullable EnvironmentName parse(String text) {
    try {
      return EnvironmentName.parse(text);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  /** The name of its parts; null if one of them is blank or impossible. */
  public static @Nullable EnvironmentName of(String project, String location, String environment) {
    String id = project.startsWith("projects/") ? project.substring("projects/".length()) : project;
    return parse("projects/%s/locations/%s/environments/%s".formatted(id, location, environment));
  }
}
