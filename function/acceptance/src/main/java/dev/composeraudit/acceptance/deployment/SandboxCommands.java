package dev.composeraudit.acceptance.deployment;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sandbox's own commands, which no API of Google's has, and the calls that it noted. */
public final class SandboxCommands {
  private static final Gson GSON = new Gson();

  private final Http sandbox;

  public SandboxCommands(Http sandbox) {
    this.sandbox = sandbox;
  }

  /**
   * Runs one of them.
   *
   * @param body a map or a record of its members: numbers, strings and lists of strings
   */
  public void run(String command, Object body) throws IOException, InterruptedException {
    sandbox.post("/sandbox/" + command, GSON.toJsonTree(body));
  }

  /**
   * Edits the default egress policy of an environment's cluster.
   *
   * @param environment its resource name
   * @param ranges all that the policy then exempts from masquerading
   */
  public void exempt(String environment, List<String> ranges)
      throws IOException, InterruptedException {
    run("egress-policies", Map.of("environment", environment, "destinations", ranges));
  }

  /** Lets the creation of an environment, when it comes, end with an error. */
  public void failCreation(String environment, String message)
      throws IOException, InterruptedException {
    run("failures", Map.of("environment", environment, "message", message));
  }

  /**
   * From now on calls get a fault.
   *
   * @param permission that the calls take
   * @param about a text that they hold; blank = all
   */
  public void addFault(String permission, String fault, String about)
      throws IOException, InterruptedException {
    run("faults", Map.of("permission", permission, "fault", fault, "about", about));
  }

  /** Ends the faults of calls that hold this text. */
  public void removeFaults(String about) throws IOException, InterruptedException {
    sandbox.delete("/sandbox/faults?about=" + URLEncoder.encode(about, StandardCharsets.UTF_8));
  }

  /** The permissions that calls at the front door took, in their order. */
  public List<String> calls() throws IOException, InterruptedException {
    List<String> permissions = new ArrayList<>();
    for (JsonElement call : sandbox.get("/sandbox/calls").getAsJsonArray("calls")) {
      permissions.add(call.getAsJsonObject().get("permission").getAsString());
    }
    return permissions;
  }
}
