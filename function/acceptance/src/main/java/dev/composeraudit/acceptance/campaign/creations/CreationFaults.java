package dev.composeraudit.acceptance.campaign.creations;

import dev.composeraudit.acceptance.deployment.SandboxCommands;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Tells the sandbox which calls of a campaign fail, and which events come twice or late. */
final class CreationFaults {
  private static final List<String> CALLS =
      List.of(
          "composer.environments.get",
          "container.clusters.get",
          "compute.subnetworks.get",
          "pubsub.topics.publish");

  /** What another attempt may not meet, and is over at once. */
  private static final List<String> FAULTS = List.of("429", "500", "503", "reset", "truncated");

  // Each costs a call its ten seconds, so that there are fewer of them.
  private static final double HANGS = 0.4;
  private static final String POLICIES = "container.thirdPartyObjects.list";

  private final SandboxCommands commands;
  private final Random random;
  private final long seed;

  CreationFaults(SandboxCommands commands, long seed) {
    this.commands = commands;
    this.random = new Random(seed);
    this.seed = seed;
  }

  /** Lets so many percent of all calls of Google's APIs fail, and events come twice or late. */
  void begin(double percent, double duplicates, double late, double seconds)
      throws IOException, InterruptedException {
    commands.run(
        "disorder",
        Map.of("duplicates", duplicates, "late", late, "seconds", seconds, "seed", seed));
    // One after the other has its chance, until one is met.
    double each = 100 * (1 - Math.pow(1 - (percent - HANGS) / 100, 1.0 / FAULTS.size()));
    for (String call : CALLS) {
      fault(call, "timeout", "", 0, percent == 0 ? 0 : HANGS);
      for (String fault : FAULTS) {
        fault(call, fault, "", 0, Math.max(0, each));
      }
    }
  }

  /** What makes an environment one of its kind, before it is created. */
  void prepare(CreationKind kind, Scenario scenario) throws IOException, InterruptedException {
    switch (kind) {
      case VMS_EXEMPT -> commands.exempt(scenario.resource(), scenario.exempt());
      case FAILED -> commands.failCreation(scenario.resource(), "out of quota");
      case FORBIDDEN -> fault(POLICIES, "403-rbac", scenario.environment(), 0, 100);
      case AGENT_ABSENT, AGENT_ON, COMPOSER_3, PRIVATE, DELETED -> {}
    }
  }

  /** Lets one call of its cluster fail; a second attempt, which there always is, does not. */
  void failOnce(Scenario scenario) throws IOException, InterruptedException {
    String fault = FAULTS.get(random.nextInt(FAULTS.size()));
    fault(POLICIES, fault, scenario.environment(), 1, 100);
  }

  /** Lets Composer never answer about an environment. */
  void failAlways(Scenario scenario) throws IOException, InterruptedException {
    fault("composer.environments.get", "503", scenario.environment(), 0, 100);
  }

  /** Ends what was set up for an environment. */
  void end(Scenario scenario) throws IOException, InterruptedException {
    commands.removeFaults(scenario.environment());
  }

  /** Ends an environment without a trace in any log, and what was set up for it. */
  void forget(Scenario scenario) throws IOException, InterruptedException {
    commands.run("forgotten", Map.of("environment", scenario.resource()));
    end(scenario);
  }

  private void fault(String permission, String name, String about, int times, double percent)
      throws IOException, InterruptedException {
    commands.run("faults", new Fault(permission, name, about, times, percent, seed));
  }

  /** A fault as the sandbox takes it. */
  private record Fault(
      String permission, String fault, String about, int times, double percent, long seed) {}
}
