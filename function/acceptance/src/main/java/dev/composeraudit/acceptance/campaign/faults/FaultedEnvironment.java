package dev.composeraudit.acceptance.campaign.faults;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.campaign.faults.FaultCase.Call;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.SandboxCommands;
import dev.composeraudit.acceptance.deployment.SandboxSecuritySource;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** The environment of a case, and the fault that only its calls meet. */
final class FaultedEnvironment {
  private final Http sandbox;
  private final SandboxCommands commands;
  private final String environment;
  private final FaultCase faultCase;
  private String about = "";

  FaultedEnvironment(Http sandbox, String environment, FaultCase faultCase) {
    this.sandbox = sandbox;
    this.commands = new SandboxCommands(sandbox);
    this.environment = environment;
    this.faultCase = faultCase;
  }

  void create() throws IOException, InterruptedException {
    String resource = Scenario.resource(environment);
    if (faultCase.call() == Call.CONFIG_MAP || faultCase.call() == Call.DAEMON_SET) {
      commands.run("standard-clusters", Map.of("environment", resource));
    }
    JsonObject body = new JsonObject();
    body.addProperty("name", resource);
    body.add(
        "config",
        JsonParser.parseString(
            """
            {"softwareConfig": {"imageVersion": "composer-2.14.1-airflow-2.10.5"},
             "nodeConfig": {"enableIpMasqAgent": %s,
               "subnetwork": "projects/%s/regions/%s/subnetworks/%s"}}
            """
                .formatted(
                    !faultCase.call().isSecurityCenter(),
                    Scenario.PROJECT,
                    Scenario.LOCATION,
                    environment)));
    sandbox.post(Scenario.collection(), body);
    Await.until("the cluster", Duration.ofSeconds(60), this::cluster, name -> !name.isEmpty());
    if (faultCase.call() == Call.POLICIES_SECOND_PAGE) {
      // One more than the function asks for at once.
      commands.run("further-policies", Map.of("environment", resource, "count", 501));
    }
  }

  /** Its name; blank as long as it is not there. */
  private String cluster() throws IOException, InterruptedException {
    JsonObject config =
        sandbox.get("/v1/" + Scenario.resource(environment)).getAsJsonObject("config");
    return config.has("gkeCluster") ? config.get("gkeCluster").getAsString() : "";
  }

  /** Sets the fault, limited to a text that only calls about this environment have. */
  void setFault() throws IOException, InterruptedException {
    about =
        switch (faultCase.call()) {
          case POLICIES_SECOND_PAGE ->
              cluster() + "\n/apis/networking.gke.io/v1/egressnatpolicies?limit=500&continue=";
          case SET_SECURITY_FINDING_STATE -> agentFinding();
          default -> environment;
        };
    commands.addFault(faultCase.call().permission, faultCase.fault(), about);
  }

  /** Ends the fault; returns how many calls have met it. */
  int endFault() throws IOException, InterruptedException {
    int met = met();
    commands.removeFaults(about);
    return met;
  }

  private int met() throws IOException, InterruptedException {
    for (JsonElement each : sandbox.get("/sandbox/faults").getAsJsonArray("faults")) {
      if (each.getAsJsonObject().get("about").getAsString().equals(about)) {
        return each.getAsJsonObject().get("met").getAsInt();
      }
    }
    return 0;
  }

  /** The id of the finding that the agent is missing. */
  String agentFinding() {
    return SandboxSecuritySource.uid(Scenario.AGENT, Scenario.resource(environment));
  }
}
