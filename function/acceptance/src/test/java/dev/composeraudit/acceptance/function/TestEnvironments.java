package dev.composeraudit.acceptance.function;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.SandboxCommands;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Environments that a test has in its sandbox, and the faults of calls about them. */
public final class TestEnvironments {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Http sandbox;
  private final SandboxCommands commands;

  public TestEnvironments(URI sandbox) {
    this.sandbox = new Http(sandbox);
    this.commands = new SandboxCommands(this.sandbox);
  }

  /** Creates one with the agent, and waits for its cluster. */
  public void create(String environment) throws IOException, InterruptedException {
    create(environment, new JsonObject());
  }

  /**
   * The same.
   *
   * @param more of the environment's configuration
   */
  public void create(String environment, JsonObject more) throws IOException, InterruptedException {
    JsonObject config =
        JsonParser.parseString(
                """
                {"softwareConfig": {"imageVersion": "composer-2.14.1-airflow-2.10.5"},
                 "nodeConfig": {"enableIpMasqAgent": true,
                   "network": "projects/host-project/global/networks/shared",
                   "subnetwork": "projects/%s/regions/%s/subnetworks/%s"}}
                """
                    .formatted(Scenario.PROJECT, Scenario.LOCATION, environment))
            .getAsJsonObject();
    more.entrySet().forEach(field -> config.add(field.getKey(), field.getValue()));
    JsonObject body = new JsonObject();
    body.addProperty("name", Scenario.resource(environment));
    body.add("config", config);
    sandbox.post(
        "/v1/projects/%s/locations/%s/environments".formatted(Scenario.PROJECT, Scenario.LOCATION),
        body);
    Await.until(
        "the cluster of " + environment,
        TIMEOUT,
        () -> cluster(environment),
        cluster -> !cluster.isEmpty());
  }

  /** Deletes one, and waits until it is gone. */
  public void delete(String environment) throws IOException, InterruptedException {
    sandbox.delete("/v1/" + Scenario.resource(environment));
    Await.until("that " + environment + " is gone", TIMEOUT, () -> !isThere(environment));
  }

  private boolean isThere(String environment) throws IOException, InterruptedException {
    return sandbox
            .sendJson("GET", "/v1/" + Scenario.resource(environment), new JsonObject())
            .statusCode()
        == 200;
  }

  /** The resource name of its cluster; blank as long as there is none. */
  public String cluster(String environment) throws IOException, InterruptedException {
    JsonObject config =
        sandbox.get("/v1/" + Scenario.resource(environment)).getAsJsonObject("config");
    return config.has("gkeCluster") ? config.get("gkeCluster").getAsString() : "";
  }

  /** From now on its cluster is reached by its DNS endpoint. */
  public void openDnsEndpoint(String environment) throws IOException, InterruptedException {
    commands.run("dns-endpoints", named(environment));
  }

  /** Its cluster, when it is made, is a Standard one. */
  public void makeStandard(String environment) throws IOException, InterruptedException {
    commands.run("standard-clusters", named(environment));
  }

  /**
   * From now on calls meet a fault.
   *
   * @param permission that the calls take
   * @param about a text that they hold; blank = all
   */
  public void addFault(String permission, String fault, String about)
      throws IOException, InterruptedException {
    commands.addFault(permission, fault, about);
  }

  public void removeFaults() throws IOException, InterruptedException {
    sandbox.delete("/sandbox/faults");
  }

  /**
   * The permissions that calls have taken so far.
   *
   * @param account whose access token the calls carried; blank: none of the sandbox's
   */
  public Set<String> permissionsUsed(String account) throws IOException, InterruptedException {
    Set<String> used = new TreeSet<>();
    for (JsonElement each : sandbox.get("/sandbox/calls").getAsJsonArray("calls")) {
      JsonObject call = each.getAsJsonObject();
      if (call.get("account").getAsString().equals(account)) {
        used.add(call.get("permission").getAsString());
      }
    }
    return used;
  }

  private static Map<String, String> named(String environment) {
    return Map.of("environment", Scenario.resource(environment));
  }
}
