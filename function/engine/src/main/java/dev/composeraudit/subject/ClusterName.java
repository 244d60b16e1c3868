package dev.composeraudit.subject;

import dev.composeraudit.document.Excerpt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a GKE cluster. Composer 1 writes zones where later ones write locations. */
public record ClusterName(String project, String location, String cluster) {
  private static final Pattern FORM =
      Pattern.compile(
          "projects/([a-z0-9][a-z0-9.:-]{1,127})/(?:locations|zones)/([a-z0-9-]{1,63})/clusters/([a-z][a-z0-9-]{0,63})");

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException if the whole text is not of the form
   */
  public static ClusterName parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not a cluster name (projects/*/locations/*/clusters/*): " + Excerpt.of(text));
    }
    return new ClusterName(matcher.group(1), matcher.group(2), matcher.group(3));
  }

  @Override
  public String toString() {
    return "projects/" + project + "/locations/" + location + "/clusters/" + cluster;
  }
}
