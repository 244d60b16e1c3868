package dev.composeraudit.cli.input;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.cli.input.environment.InputResult;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Excerpt;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The states that assets had over time, as Asset Inventory's history and its feeds give them. Of
 * each environment the latest state is judged, if it holds still.
 */
final class AssetHistory {
  private final InputResult result;

  private final Map<String, List<State>> byName = new LinkedHashMap<>();

  /** Of assets without a name, so that none is known to be of the same asset as another. */
  private final List<State> nameless = new ArrayList<>();

  AssetHistory(InputResult result) {
    this.result = result;
  }

  /**
   * What an asset was in a window of time.
   *
   * @param start 1970 if no window is stated
   */
  private record State(
      Document document, JsonObject asset, String path, JsonObject entry, Instant start) {
    boolean isDeleted() {
      return entry.get("deleted") instanceof JsonPrimitive deleted && deleted.getAsBoolean();
    }

    String end() {
      return time(entry, "endTime", "end_time");
    }
  }

  /** Adds an entry, whose {@code asset} is the state that it is about. */
  void add(Document document, JsonObject entry, String path) {
    JsonObject asset = entry.getAsJsonObject("asset");
    if (!AssetReader.isEnvironment(asset)) {
      return;
    }
    String malformedField = malformedField(entry);
    if (!malformedField.isEmpty()) {
      result.addIssue(document.issue("type", path, malformedField));
      return;
    }
    String name = AssetReader.name(asset);
    String text = time(entry, "startTime", "start_time");
    try {
      Instant start = text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
      List<State> states =
          name.isEmpty() ? nameless : byName.computeIfAbsent(name, key -> new ArrayList<>());
      states.add(new State(document, asset, path + ".asset", entry, start));
    } catch (DateTimeException malformed) {
      result.addIssue(
          document.issue(
              "time",
              path + ".window",
              "window.startTime: must be an RFC 3339 time, is " + Excerpt.of(text)));
    }
  }

  /** Reads what holds now, and says what was left out. */
  void read() {
    byName.forEach(this::read);
    nameless.forEach(state -> read("an asset without a name", List.of(state)));
  }

  private void read(String name, List<State> all) {
    Instant latest =
        all.stream().map(State::start).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    int earlier = 0;
    for (State state : all) {
      String what = state.document().file().path() + ": " + Excerpt.line(name);
      if (state.start().isBefore(latest)) {
        earlier++;
      } else if (state.isDeleted()) {
        result.ignore();
        result.addNote(what + " has been deleted, so it is not judged");
      } else if (!state.end().isEmpty()) {
        result.addMissing(
            "%s: its latest state ended at %s, and what holds now is not in the history; use gcloud composer environments describe"
                .formatted(what, Excerpt.line(state.end())));
      } else {
        new AssetReader(state.document(), result).read(state.asset(), state.path());
      }
    }
    if (earlier > 0) {
      result.addNote(
          "%s: %s: earlier states of its history are not judged: %d"
              .formatted(all.get(0).document().file().path(), Excerpt.line(name), earlier));
    }
  }

  private static String time(JsonObject entry, String key, String protoKey) {
    JsonObject window = Fields.object(entry, "window");
    return Fields.text(window, key) + Fields.text(window, protoKey);
  }

  /** What decides which state holds, and is of another type; blank if nothing is. */
  private static String malformedField(JsonObject entry) {
    JsonElement window = entry.get("window");
    if (isOther(window, JsonObject.class::isInstance)) {
      return "window: must be an object";
    }
    if (window instanceof JsonObject object) {
      for (String key : new String[] {"startTime", "start_time", "endTime", "end_time"}) {
        if (isOther(object.get(key), it -> it instanceof JsonPrimitive time && time.isString())) {
          return "window." + key + ": must be an RFC 3339 time, in quotes";
        }
      }
    }
    return isOther(
            entry.get("deleted"),
            it -> Set.of("true", "false", "\"true\"", "\"false\"").contains(it.toString()))
        ? "deleted: must be true or false"
        : "";
  }

  private static boolean isOther(@Nullable JsonElement value, Predicate<JsonElement> type) {
    return value != null && !value.isJsonNull() && !type.test(value);
  }
}
