package dev.composeraudit.report.scc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.document.Excerpt;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Security Command Center holds of a finding.
 *
 * @param id the finding's, which is also its uid in other sinks
 * @param seen the time of the last event that said so of it; null if it has none that can be read
 * @param judged the time of the last event that decided every policy of its resource, as far as
 *     this finding says; null if it does not
 * @param content the hash of what was written; blank if there is none
 * @param mistakes times that cannot be read, one line each; such a time counts as older than any
 */
record StoredFinding(
    String id,
    boolean isActive,
    @Nullable Instant seen,
    @Nullable Instant judged,
    String content,
    List<String> mistakes) {
  StoredFinding {
    mistakes = List.copyOf(mistakes);
  }

  /** Reads a finding; empty if it is not an object with a name. */
  static Optional<StoredFinding> of(@Nullable JsonElement finding) {
    if (!(finding instanceof JsonObject object)) {
      return Optional.empty();
    }
    String name = text(object, "name");
    String id = name.substring(name.lastIndexOf('/') + 1);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    JsonObject properties = SecurityFinding.properties(object);
    List<String> mistakes = new ArrayList<>();
    return Optional.of(
        new StoredFinding(
            id,
            text(object, "state").equals("ACTIVE"),
            time(id, properties, "seen", mistakes),
            time(id, properties, "judged", mistakes),
            text(properties, "content"),
            mistakes));
  }

  /** Whether it holds what would be written now. */
  boolean says(JsonObject finding) {
    return !content.isEmpty()
        && content.equals(text(SecurityFinding.properties(finding), "content"));
  }

  private static @Nullable Instant time(
      String id, JsonObject properties, String key, List<String> mistakes) {
    if (!properties.has(key)) {
      return null;
    }
    try {
      return Instant.parse(text(properties, key));
    } catch (DateTimeException malformed) {
      mistakes.add(
          "finding %s: source property %s is not a time: %s (it counts as older than any event)"
              .formatted(id, key, Excerpt.of(properties.get(key).toString())));
      return null;
    }
  }

  private static String text(JsonObject object, String key) {
    return object.get(key) instanceof JsonPrimitive value ? value.getAsString() : "";
  }
}
