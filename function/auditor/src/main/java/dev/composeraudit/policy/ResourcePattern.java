package dev.composeraudit.policy;

import dev.composeraudit.subject.EnvironmentName;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A pattern for environment names, {@code projects/*}{@code /locations/europe-*}{@code
 * /environments/*}: an asterisk stands for any run of characters but a slash.
 */
record ResourcePattern(String text) {
  static final Pattern FORM = Pattern.compile("projects/[^/]+/locations/[^/]+/environments/[^/]+");

  boolean matches(EnvironmentName name) {
    String regex =
        Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]*"));
    return Pattern.matches(regex, name.toString());
  }

  /** Whether any of them matches; no patterns at all match everything. */
  static boolean anyMatches(List<ResourcePattern> patterns, EnvironmentName name) {
    return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matches(name));
  }

  /** The patterns under {@code matchResources}. */
  static List<ResourcePattern> read(Form form) {
    List<String> texts = form.texts("matchResources");
    for (int i = 0; i < texts.size(); i++) {
      if (!FORM.matcher(texts.get(i)).matches()) {
        form.mistake(
            "pattern",
            "matchResources[" + i + "]",
            "must be of the form projects/*/locations/*/environments/*");
      }
    }
    return texts.stream().map(ResourcePattern::new).toList();
  }
}
