package dev.composeraudit.cli.diff;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Severity;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A file of results, as {@code check} and {@code scan} write them with {@code --format json}. */
public final class SavedResults {
  private final String file;
  private final JsonObject root;

  private SavedResults(String file, JsonObject root) {
    this.file = file;
    this.root = root;
  }

  /** Whether a file holds results, not what was judged. */
  public static boolean isOne(SourceFile file) {
    String text = file.text();
    if (!text.stripLeading().startsWith("{") || !text.contains("\"results\"")) {
      return false;
    }
    try {
      return JsonParser.parseString(text) instanceof JsonObject root
          && root.has("policySet")
          && root.has("summary")
          && root.has("results");
    } catch (JsonParseException malformed) {
      return false;
    }
  }

  /** Reads a file that {@link #isOne}. */
  public static SavedResults read(SourceFile file) {
    return new SavedResults(file.path(), JsonParser.parseString(file.text()).getAsJsonObject());
  }

  /**
   * Adds its environments to a side.
   *
   * @param wanted of which policies, by their names
   * @throws IOException if a result is not readable; the message is fit for the user
   */
  public void addTo(DiffSide side, Predicate<String> wanted) throws IOException {
    try {
      add(side, wanted);
    } catch (MalformedDocumentException malformed) {
      throw new IOException(
          "%s: not the results of check or scan (--format json): %s"
              .formatted(file, malformed.getMessage()),
          malformed);
    }
  }

  private void add(DiffSide side, Predicate<String> wanted) throws MalformedDocumentException {
    side.addPolicySet(Json.text(root, "policySet"));
    for (JsonObject missing : Json.objects(root, "missing")) {
      side.addMissing(
          "%s: is partial: %s: %s"
              .formatted(file, Json.text(missing, "what"), Json.text(missing, "why")));
    }
    Map<String, Map<ResultKey, JudgedResult>> environments = new LinkedHashMap<>();
    for (JsonObject result : Json.objects(root, "results")) {
      String label =
          SubjectJudge.label(Json.text(result, "environment"), Json.text(result, "address"));
      Map<ResultKey, JudgedResult> results =
          environments.computeIfAbsent(label, unseen -> new HashMap<>());
      String policy = Json.text(result, "policy");
      if (wanted.test(policy)
          && results.put(new ResultKey(policy, "", ""), result(result)) != null) {
        side.addMissing(
            "%s: has two results of %s for %s; it describes an environment twice"
                .formatted(file, policy, label));
      }
    }
    environments.forEach(
        (label, results) -> side.add(new DiffEnvironment(label, file, null, results, List.of())));
  }

  private static JudgedResult result(JsonObject json) throws MalformedDocumentException {
    return new JudgedResult(
        one(Outcome.values(), json, "result"),
        one(Severity.values(), json, "severity"),
        texts(json, "messages"),
        texts(json, "causedBy"),
        "",
        Set.of());
  }

  private static <E extends Enum<E>> E one(E[] values, JsonObject json, String key)
      throws MalformedDocumentException {
    String text = Json.text(json, key);
    return Arrays.stream(values)
        .filter(value -> value.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new MalformedDocumentException(
                    "%s: must be one of %s, is %s"
                        .formatted(key, Arrays.toString(values), Excerpt.of(text))));
  }

  private static List<String> texts(JsonObject json, String key) throws MalformedDocumentException {
    return Json.list(json, key).stream().map(SavedResults::text).toList();
  }

  private static String text(JsonElement element) {
    return element.isJsonPrimitive() ? element.getAsString() : element.toString();
  }
}
