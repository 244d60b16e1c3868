package dev.composeraudit.subject;

import dev.composeraudit.document.Excerpt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a Composer environment, {@code projects/P/locations/L/environments/E}.
 *
 * <p>Each part is matched whole against the characters that Google allows, so that a name can be in
 * a URL as it is: no dot segments, percent signs, queries or control characters.
 */
public record EnvironmentName(String project, String location, String environment) {
  // A legacy project id has a domain before a colon, as in example.com:data.
  private static final String PROJECT =
      "(?:[a-z][a-z0-9.-]{0,61}[a-z0-9]:)?[a-z0-9][a-z0-9-]{1,62}";
  private static final Pattern FORM =
      Pattern.compile(
          "projects/("
              + PROJECT
              + ")/locations/([a-z0-9-]{1,63})/environments/([a-z][a-z0-9-]{0,63})");

  private static final int SHORTEST_PROJECT = 6;
  private static final Pattern PARTS =
      Pattern.compile("projects/([^/]*)/locations/([^/]*)/environments/([^/]*)");

  public EnvironmentName {
    if (!FORM.matcher(text(project, location, environment)).matches()) {
      throw new IllegalArgumentException(errorMessage(text(project, location, environment)));
    }
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException if the whole text is not of the form
   */
  public static EnvironmentName parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(errorMessage(text));
    }
    return new EnvironmentName(matcher.group(1), matcher.group(2), matcher.group(3));
  }

  /** The name that other services know it by, {@code //composer.googleapis.com/projects/…}. */
  public String fullResourceName() {
    return "//composer.googleapis.com/" + this;
  }

  @Override
  public String toString() {
    return text(project, location, environment);
  }

  private static String text(String project, String location, String environment) {
    return "projects/" + project + "/locations/" + location + "/environments/" + environment;
  }

  private static String errorMessage(String text) {
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      return "not an environment name (projects/*/locations/*/environments/*): " + Excerpt.of(text);
    }
    if (!parts.group(1).matches(PROJECT)) {
      return "project id %s %s: a project id has 6 to 30 characters, lower-case letters, digits and hyphens"
          .formatted(
              Excerpt.of(parts.group(1)),
              parts.group(1).length() < SHORTEST_PROJECT ? "is too short" : "is impossible");
    }
    return parts.group(2).matches("[a-z0-9-]{1,63}")
        ? "environment name %s is impossible: it has 1 to 64 lower-case letters, digits and hyphens, the first a letter"
            .formatted(Excerpt.of(parts.group(3)))
        : "location %s is impossible: it is a region such as europe-west1"
            .formatted(Excerpt.of(parts.group(2)));
  }
}
