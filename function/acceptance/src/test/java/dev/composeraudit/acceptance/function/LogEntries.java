package dev.composeraudit.acceptance.function;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.deployment.ManagedProcess;
import java.util.List;

/** What Cloud Logging makes of the lines that a function prints on Cloud Run. */
public final class LogEntries {
  private LogEntries() {}

  public static List<JsonObject> of(ManagedProcess function) {
    return function.lines().stream().map(LogEntries::entry).toList();
  }

  private static JsonObject entry(String line) {
    JsonObject entry = new JsonObject();
    JsonObject resource = new JsonObject();
    resource.addProperty("type", "cloud_run_revision");
    JsonObject labels = new JsonObject();
    labels.addProperty("service_name", "composer-audit");
    resource.add("labels", labels);
    entry.add("resource", resource);
    if (!line.startsWith("{")) {
      entry.addProperty("severity", "DEFAULT");
      entry.addProperty("textPayload", line);
      return entry;
    }
    JsonObject payload = JsonParser.parseString(line).getAsJsonObject();
    entry.add("severity", payload.remove("severity"));
    List.copyOf(payload.keySet()).stream()
        .filter(key -> key.startsWith("logging.googleapis.com/"))
        .forEach(payload::remove);
    entry.add("jsonPayload", payload);
    return entry;
  }
}
