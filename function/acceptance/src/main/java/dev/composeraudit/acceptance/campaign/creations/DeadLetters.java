package dev.composeraudit.acceptance.campaign.creations;

import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.deployment.AuditEntry;
import dev.composeraudit.acceptance.deployment.EventsTopic;
import dev.composeraudit.acceptance.deployment.Mailbox;
import dev.composeraudit.acceptance.deployment.SandboxCommands;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must end as a dead letter, what does, and nothing else. Used by one thread. */
public final class DeadLetters {
  private static final String EVENTS = "composer-audit-events";

  private final ScaledDeployment deployment;
  private final Mailbox mailbox;
  private final CreationFaults faults;
  private final Set<String> poison = new HashSet<>();
  private final Set<String> doomed = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  private final Map<String, Set<String>> givenUp = new HashMap<>();
  private final List<String> others = new ArrayList<>();

  /**
   * How many there are.
   *
   * @param refused poison that was found in the topic
   * @param doomed creations whose events had to be given up
   * @param givenUp events of these that were found in the topic, of two each
   */
  public record Count(int poison, int refused, int doomed, int givenUp) {}

  private DeadLetters(ScaledDeployment deployment, Mailbox mailbox) {
    this.deployment = deployment;
    this.mailbox = mailbox;
    this.faults = new CreationFaults(new SandboxCommands(deployment.control()), 0);
  }

  public static DeadLetters subscribe(ScaledDeployment deployment)
      throws IOException, InterruptedException {
    return new DeadLetters(
        deployment,
        Mailbox.subscribe(
            deployment.pubsub(), Scenario.PROJECT, EVENTS + "-dead", "campaign-dead-letters"));
  }

  /** Publishes a message that nobody can read, of one kind after the other. */
  void publishPoison(int number) throws IOException, InterruptedException {
    poison.add(EventsTopic.publish(deployment.pubsub(), poison(number)));
  }

  /** The creation of an environment of which Composer will never answer. */
  Scenario unanswered(int number) throws IOException, InterruptedException {
    Scenario scenario = CreationKind.AGENT_ON.of("doomed-%02d".formatted(number));
    faults.failAlways(scenario);
    doomed.add(scenario.environment());
    return scenario;
  }

  /** Takes those that are there now. */
  public void take() throws IOException, InterruptedException {
    for (List<JsonObject> news = mailbox.take(); !news.isEmpty(); news = mailbox.take()) {
      news.forEach(this::note);
    }
  }

  public Count count() {
    return new Count(
        poison.size(),
        refused.size(),
        doomed.size(),
        givenUp.values().stream().mapToInt(Set::size).sum());
  }

  /** Adds a line for each that is missing, and for each that should not be there. */
  public void check(List<String> wrong) {
    poison.stream()
        .filter(id -> !refused.contains(id))
        .forEach(id -> wrong.add("poison " + id + " is lost"));
    refused.stream()
        .filter(id -> !poison.contains(id))
        .forEach(id -> wrong.add("no poison, but refused: event " + id));
    for (String environment : doomed) {
      int events = givenUp.getOrDefault(environment, Set.of()).size();
      if (events != 2) {
        wrong.add("%d of the 2 events of %s are dead letters".formatted(events, environment));
      }
    }
    others.forEach(other -> wrong.add("a dead letter that should be none: " + other));
  }

  private void note(JsonObject message) {
    JsonObject attributes = message.getAsJsonObject("attributes");
    String data = Mailbox.data(message);
    if (attributes.has("ce-id")) {
      refused.add(attributes.get("ce-id").getAsString());
      return;
    }
    for (String environment : doomed) {
      if (data.contains("/" + environment + "\"")) {
        givenUp
            .computeIfAbsent(environment, it -> new HashSet<>())
            .add(data.contains("\"first\"") ? "first" : "last");
        return;
      }
    }
    others.add(data.length() > 300 ? data.substring(0, 300) : data);
  }

  private static String poison(int number) {
    AuditEntry entry =
        new AuditEntry(
            Scenario.resource("poison-" + number), true, "poison-" + number, Instant.now());
    String good = entry.json().toString();
    return switch (number % 5) {
      case 0 -> "not JSON, number " + number;
      case 1 -> good.replace("\"project_id\":\"", "\"project_id\":\"other-");
      case 2 -> good.replace("CreateEnvironment", "DestroyEverything");
      case 3 -> good.replace("/environments/poison", "/environments/..%2fpoison");
      default -> good.substring(0, good.length() / 2);
    };
  }
}
