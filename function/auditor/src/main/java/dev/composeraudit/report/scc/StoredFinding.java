package dev.composeraudit.report.scc;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.document.Excerpt;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Security Command Center holds of a finding.
 *
 * @param seen the time of the last event that said so of it; null if it has none that can be read
 * @param judged the time of the last event that decided every policy of its resource, as far as
 *     this finding says; null if it does not
 * @param content the hash of what was written; blank if there is none
 * @param errors times that cannot be read, one line each; such a time counts as older than any
 */
record StoredFinding(
    boolean isActive,
    @Nullable Instant seen,
    @Nullable Instant judged,
    String content,
    List<String> errors) {
  StoredFinding {
    errors = List.copyOf(errors);
  }

  static StoredFinding of(JsonObject finding) {
    JsonObject properties = SecurityFinding.properties(finding);
    String name = text(finding, "name");
    List<String> errors = new ArrayList<>();
    return new StoredFinding(
        text(finding, "state").equals("ACTIVE"),
        time(name, properties, "seen", errors),
        time(name, properties, "judged", errors),
        text(properties, "content"),
        errors);
  }

  /** Whether it holds what would be written now. */
  boolean says(JsonObject finding) {
    return !content.isEmpty()
        && content.equals(text(SecurityFinding.properties(finding), "content"));
  }

  private static @Nullable Instant time(
      String name, JsonObject properties, String key, List<String> errors) {
    if (!properties.has(key)) {
      return null;
    }
    try {
      return Instant.parse(text(properties, key));
    } catch (DateTimeException malformed) {
      errors.add(
          "%s: source property %s is not a time: %s (it counts as older than any event)"
              .formatted(name, key, Excerpt.of(properties.get(key).toString())));
      return null;
    }
  }

  private static String text(JsonObject object, String key) {
    return object.get(key) instanceof JsonPrimitive value ? value.getAsString() : "";
  }
}
