package dev.composeraudit.sandbox.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code projects/P/locations/R/environments/E}. */
public record ResourceName(String project, String location, String id) {
  private static final Pattern FORM =
      Pattern.compile(
          "projects/([a-z][a-z0-9-]{1,62})/locations/([a-z][a-z0-9-]{1,62})/environments/"
              + "([a-z](?:[a-z0-9-]{0,62}[a-z0-9])?)");

  /** Empty if the whole text is not of the form. */
  public static Optional<ResourceName> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new ResourceName(matcher.group(1), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }

  /** {@code projects/P/locations/R}. */
  public String parent() {
    return "projects/" + project + "/locations/" + location;
  }

  @Override
  public String toString() {
    return parent() + "/environments/" + id;
  }
}
