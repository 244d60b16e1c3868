package dev.composeraudit.acceptance.campaign.creations;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Follows creations to their ends. Deletes the environments that are to be deleted once they run.
 */
final class CreationWatch {
  private final Http control;
  private final Set<String> toDelete = new HashSet<>();

  CreationWatch(Http control, Map<Scenario, CreationKind> created) {
    this.control = control;
    created.forEach(
        (scenario, kind) -> {
          if (kind == CreationKind.DELETED) {
            toDelete.add(scenario.resource());
          }
        });
  }

  /** Whether anything is being created or deleted, after the deletions that are due were begun. */
  boolean isUnderWay() throws IOException, InterruptedException {
    Map<String, String> states = states();
    boolean begun = false;
    for (Map.Entry<String, String> each : states.entrySet()) {
      if (each.getValue().equals("RUNNING") && toDelete.remove(each.getKey())) {
        control.delete("/v1/" + each.getKey());
        begun = true;
      }
    }
    return begun || states.containsValue("CREATING") || states.containsValue("DELETING");
  }

  /** The state of each environment, by its resource name. */
  private Map<String, String> states() throws IOException, InterruptedException {
    Map<String, String> states = new HashMap<>();
    JsonObject list = control.get(Scenario.collection());
    if (list.has("environments")) {
      for (JsonElement each : list.getAsJsonArray("environments")) {
        JsonObject environment = each.getAsJsonObject();
        states.put(environment.get("name").getAsString(), environment.get("state").getAsString());
      }
    }
    return states;
  }
}
