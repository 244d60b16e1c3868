package dev.composeraudit.policy.source;

import dev.composeraudit.document.Glob;
import dev.composeraudit.subject.EnvironmentName;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A pattern for environment names, {@code projects/*}{@code /locations/europe-*}{@code
 * /environments/*}: a {@link Glob} for each part between slashes.
 */
public record ResourcePattern(String text) {
  static final Pattern SYNTAX =
      Pattern.compile("projects/[^/]+/locations/[^/]+/environments/[^/]+");

  // Names are in lower case. A pattern with upper case matches nothing.
  private static final Pattern CAN_MATCH =
      Pattern.compile(
          "projects/[a-z0-9.:*-]+/locations/[a-z0-9*-]+/environments/[a-z*][a-z0-9*-]*");

  private static final Set<String> NAMES_OF_COLLECTIONS =
      Set.of("projects", "locations", "environments");

  public boolean matches(EnvironmentName name) {
    if (!text.contains("*")) {
      return text.equals(name.toString());
    }
    String[] patterns = text.split("/", -1);
    String[] parts = name.toString().split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      if (patterns.length != parts.length || !new Glob(patterns[i]).matches(parts[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text has the form of a pattern. */
  public static boolean isWellFormed(String text) {
    return SYNTAX.matcher(text).matches();
  }

  /** Whether it matches every environment of every project. */
  public boolean matchesAll() {
    return Stream.of(text.split("/", -1))
        .allMatch(
            part -> NAMES_OF_COLLECTIONS.contains(part) || part.chars().allMatch(c -> c == '*'));
  }

  /** Whether any of them matches; no patterns at all match everything. */
  public static boolean anyMatches(List<ResourcePattern> patterns, EnvironmentName name) {
    return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matches(name));
  }

  /** The patterns under {@code matchResources}. */
  static List<ResourcePattern> read(ObjectReader object) {
    return read(object, "matchResources");
  }

  /** The patterns under a key. */
  static List<ResourcePattern> read(ObjectReader object, String key) {
    List<String> texts = object.texts(key);
    for (int i = 0; i < texts.size(); i++) {
      if (!isWellFormed(texts.get(i))) {
        object.addIssue(
            "pattern",
            key + "[" + i + "]",
            "must be of the form projects/*/locations/*/environments/*");
      } else if (!CAN_MATCH.matcher(texts.get(i)).matches()) {
        object.addIssue(
            "pattern",
            key + "[" + i + "]",
            "matches no environment: names have lower-case letters, digits and hyphens only");
      }
    }
    return texts.stream().map(ResourcePattern::new).toList();
  }
}
