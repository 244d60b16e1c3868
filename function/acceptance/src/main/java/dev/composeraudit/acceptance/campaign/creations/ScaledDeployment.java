package dev.composeraudit.acceptance.campaign.creations;

import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.FunctionProcess;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.Instance;
import dev.composeraudit.acceptance.deployment.LocalSandbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A sandbox and several processes of the packaged function under the real invoker, as autoscaling
 * would start them. Events come by the sandbox's trigger; the APIs are asked at the door where
 * calls may fail.
 */
final class ScaledDeployment implements AutoCloseable {
  // A dead process costs the events in it an attempt, and so does each fault that outlasts an
  // event.
  private static final int DELIVERY_ATTEMPTS = 15;

  private final LocalSandbox sandbox;
  private final List<Instance> instances;
  private final Http control;

  private ScaledDeployment(LocalSandbox sandbox, List<Instance> instances) {
    this.sandbox = sandbox;
    this.instances = List.copyOf(instances);
    this.control = new Http(sandbox.uri());
  }

  /**
   * Starts everything and waits until all of it answers.
   *
   * @param creation how long a creation takes
   */
  static ScaledDeployment start(int size, String pubsub, Duration creation)
      throws IOException, InterruptedException {
    DeploymentOptions options =
        DeploymentOptions.standard().withPubsub(pubsub).withCreation(creation);
    List<Integer> ports = new ArrayList<>();
    List<String> more =
        new ArrayList<>(List.of("--delivery-attempts", Integer.toString(DELIVERY_ATTEMPTS)));
    for (int i = 0; i < size; i++) {
      ports.add(FunctionProcess.freePort());
      more.add("--function");
      more.add("http://127.0.0.1:" + ports.get(i));
    }
    LocalSandbox sandbox = LocalSandbox.start(options, more);
    List<Instance> instances = new ArrayList<>();
    try {
      URI door = sandbox.frontDoor();
      Path folder = Files.createTempDirectory("composer-audit-scaled");
      Path log = folder.resolve("function.log");
      Map<String, String> settings = FunctionProcess.settings(door, door, folder);
      for (int port : ports) {
        instances.add(Instance.start(port, folder, settings, log));
      }
      for (Instance instance : instances) {
        instance.awaitAnswer();
      }
      return new ScaledDeployment(sandbox, instances);
    } catch (IOException | InterruptedException | RuntimeException failed) {
      instances.forEach(Instance::close);
      sandbox.close();
      throw failed;
    }
  }

  List<Instance> instances() {
    return instances;
  }

  /** The sandbox's APIs and its own commands. */
  Http control() {
    return control;
  }

  URI pubsub() {
    return sandbox.pubsub();
  }

  /** What came of the deliveries so far. */
  Deliveries deliveries() throws IOException, InterruptedException {
    JsonObject json = control.get("/sandbox/deliveries");
    return new Deliveries(
        json.get("begun").getAsLong(),
        json.get("acknowledged").getAsLong(),
        json.get("refused").getAsLong(),
        json.get("cut").getAsLong(),
        json.get("backlog").getAsLong(),
        json.get("held").getAsLong());
  }

  /**
   * What came of the trigger's deliveries.
   *
   * @param cut those that ended without an answer
   * @param backlog messages that are still to be delivered; -1 if that can't be told
   * @param held entries that have not reached the topic yet
   */
  public record Deliveries(
      long begun, long acknowledged, long refused, long cut, long backlog, long held) {
    long inFlight() {
      return begun - acknowledged - refused - cut;
    }
  }

  @Override
  public void close() {
    instances.forEach(Instance::close);
    sandbox.close();
  }
}
