package dev.composeraudit.acceptance.function;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.ManagedProcess;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.util.List;

/** Takes what a function prints to Cloud Logging, as Cloud Run does. */
final class PlatformLog {
  private final ManagedProcess function;
  private final Http logging;
  private int taken;

  PlatformLog(Deployment deployment) {
    this.function = deployment.function();
    this.logging = new Http(deployment.sandboxUri());
  }

  /** Takes what is new. */
  void take() throws IOException, InterruptedException {
    List<JsonObject> all = LogEntries.of(function);
    JsonArray entries = new JsonArray();
    all.subList(taken, all.size()).forEach(entries::add);
    taken = all.size();
    JsonObject request = new JsonObject();
    request.addProperty(
        "logName", "projects/" + Scenario.PROJECT + "/logs/run.googleapis.com%2Fstdout");
    request.add("entries", entries);
    logging.post("/v2/entries:write", request);
  }
}
