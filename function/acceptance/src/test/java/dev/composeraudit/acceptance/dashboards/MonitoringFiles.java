package dev.composeraudit.acceptance.dashboards;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of {@code scripts/dashboards/monitoring}, by their names without the ending. */
final class MonitoringFiles {
  static final Path FOLDER = Layout.current().root().resolve("scripts/dashboards/monitoring");

  private MonitoringFiles() {}

  static Map<String, JsonObject> metrics() throws IOException {
    return folder("metrics");
  }

  static Map<String, JsonObject> alerts() throws IOException {
    return folder("alerts");
  }

  static JsonObject metric(String name) throws IOException {
    return read(FOLDER.resolve("metrics").resolve(name + ".json"));
  }

  static JsonObject alert(String name) throws IOException {
    return read(FOLDER.resolve("alerts").resolve(name + ".json"));
  }

  static JsonObject dashboard() throws IOException {
    return read(FOLDER.resolve("dashboard.json"));
  }

  /** The objects that hold a key, wherever in a tree they stand. */
  static List<JsonObject> holding(JsonElement tree, String key) {
    List<JsonObject> found = new ArrayList<>();
    if (tree instanceof JsonObject object) {
      if (object.has(key)) {
        found.add(object);
      }
      object.asMap().values().forEach(value -> found.addAll(holding(value, key)));
    } else if (tree instanceof JsonArray array) {
      array.forEach(value -> found.addAll(holding(value, key)));
    }
    return found;
  }

  private static Map<String, JsonObject> folder(String name) throws IOException {
    Map<String, JsonObject> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(FOLDER.resolve(name))) {
      for (Path path : paths.toList()) {
        files.put(path.getFileName().toString().replaceFirst("\\.json$", ""), read(path));
      }
    }
    return files;
  }

  private static JsonObject read(Path path) throws IOException {
    return JsonParser.parseString(Files.readString(path)).getAsJsonObject();
  }
}
