package dev.composeraudit.acceptance.image;

import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.EventsTopic;
import dev.composeraudit.acceptance.deployment.FindingsFeed;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.Run;
import dev.composeraudit.acceptance.deployment.SandboxCommands;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Sends the function every kind of event that it meets in production, so that the JVM records the
 * classes that they need.
 */
final class CacheTraining {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Deployment deployment;
  private final Http sandbox;
  private final SandboxCommands commands;
  private final Run run;

  private CacheTraining(Deployment deployment) throws IOException, InterruptedException {
    this.deployment = deployment;
    this.sandbox = new Http(deployment.sandboxUri());
    this.commands = new SandboxCommands(sandbox);
    this.run = new Run(deployment, deployment.findings("training"));
  }

  /**
   * Runs the function through all events, ends it, and waits until it has written what it writes at
   * its end.
   *
   * @throws IllegalStateException if an event does not have the findings that it must have
   */
  static void run(DeploymentOptions options) throws IOException, InterruptedException {
    try (Deployment deployment = Deployment.start(options)) {
      CacheTraining training = new CacheTraining(deployment);
      training.creations();
      training.failedCreation();
      training.clusterChange();
      training.scheduledMessages();
      training.deletion();
      deployment.function().stop();
      deployment.function().awaitExit(TIMEOUT);
    }
  }

  /** First and last entries; control planes over TLS, one of them out of reach. */
  private void creations() throws IOException, InterruptedException {
    for (Scenario scenario : Scenario.ALL) {
      run.create(scenario);
    }
    run.await(Scenario.ALL, TIMEOUT, (scenario, finding) -> {}, waiting -> {});
    List<String> missing = run.missing(Scenario.ALL);
    if (!missing.isEmpty()) {
      throw new IllegalStateException("events without their findings: " + missing);
    }
  }

  private void failedCreation() throws IOException, InterruptedException {
    JsonObject body = Scenario.ALL.get(1).body();
    String environment = Scenario.resource("never-created");
    commands.failCreation(environment, "no quota");
    body.addProperty("name", environment);
    sandbox.post(Scenario.collection(), body);
    await("never-created", "create-last");
  }

  private void clusterChange() throws IOException, InterruptedException {
    commands.exempt(Scenario.ALL.get(1).resource(), List.of("10.0.0.0/8"));
    await(Scenario.ALL.get(1).environment(), "update");
  }

  private void scheduledMessages() throws IOException, InterruptedException {
    FindingsFeed refused = deployment.sandbox().deadLetters("training-refused");
    publish("{\"kind\": \"sweep\"}");
    await(Scenario.ALL.get(1).environment(), "sweep");
    publish("{\"kind\": \"coverage\"}");
    publish("no log entry");
    Await.until("the refused event", TIMEOUT, refused::pull, pulled -> !pulled.isEmpty());
  }

  private void deletion() throws IOException, InterruptedException {
    sandbox.delete("/v1/" + Scenario.ALL.get(0).resource());
    await(Scenario.ALL.get(0).environment(), "delete");
  }

  private void await(String environment, String trigger) {
    Await.until(
        "a finding of " + environment + " after " + trigger,
        TIMEOUT,
        () -> run.news().findings(),
        findings -> findings.stream().anyMatch(it -> isOf(it, environment, trigger)));
  }

  private static boolean isOf(PublishedFinding finding, String environment, String trigger) {
    return finding.environment().equals(environment) && finding.trigger().equals(trigger);
  }

  private void publish(String data) throws IOException, InterruptedException {
    EventsTopic.publish(deployment.pubsubUri(), data);
  }
}
