package dev.composeraudit.acceptance.campaign;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.campaign.creations.CreationPlan;
import dev.composeraudit.acceptance.campaign.creations.CreationRun;
import dev.composeraudit.acceptance.campaign.creations.CreationRun.Outcome;
import dev.composeraudit.acceptance.campaign.creations.CreationRun.Tally;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scripts/campaign creations}: thousands of creations while all goes wrong that may. */
@Command(
    name = "creations",
    mixinStandardHelpOptions = true,
    description = {
      "Creates 10,000 environments while calls fail and processes are killed.",
      "Events are delivered twice and in any order, and the function's processes are killed 200"
          + " times. The exit code is 0 if every creation has the same findings as without faults,"
          + " and if the dead-letter topic has exactly the events that can't be handled."
    })
final class CreationsCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Mixin private Campaign.Common common = new Campaign.Common();

  @Option(names = "--seed", paramLabel = "N", description = "of what is left to chance; else any")
  private @Nullable Long seed;

  @Option(
      names = "--pubsub",
      paramLabel = "embedded|emulator",
      defaultValue = "embedded",
      description =
          "the sandbox's own Pub/Sub, or the Cloud SDK's emulator with a tenth of the environments")
  private String pubsub = "embedded";

  @Option(names = "--creations", paramLabel = "N", description = "other than 10,000")
  private @Nullable Integer creations;

  @Option(names = "--kills", paramLabel = "N", description = "other than one for 50 creations")
  private @Nullable Integer kills;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CreationPlan plan = plan();
    System.err.printf("seed %d: %s%n", plan.seed(), plan);
    Outcome outcome = CreationRun.of(plan, System.err::println);
    print(plan, outcome);
    common.write(summary(plan, outcome));
    return outcome.wrong().isEmpty() ? 0 : 1;
  }

  private CreationPlan plan() {
    long chance = seed == null ? System.nanoTime() & 0xffff_ffffL : seed;
    CreationPlan plan =
        common.brief
            ? CreationPlan.brief(chance)
            : pubsub.equals("emulator") ? CreationPlan.emulated(chance) : CreationPlan.full(chance);
    if (creations == null) {
      return plan;
    }
    return plan.withCreations(creations, kills == null ? creations / 50 : kills);
  }

  private static void print(CreationPlan plan, Outcome outcome) {
    System.out.printf("%-14s %9s %9s %9s %9s%n", "kind", "created", "right", "lost", "wrong");
    outcome.tallies().forEach((kind, tally) -> printTally(kind.toString(), tally));
    printTally("all", total(outcome));
    System.out.println();
    System.out.printf("%-34s %9s %9s%n", "call", "made", "failed");
    for (Map.Entry<String, JsonElement> each : outcome.calls().entrySet()) {
      JsonObject count = each.getValue().getAsJsonObject();
      System.out.printf(
          "%-34s %,9d %,9d%n",
          each.getKey(), count.get("calls").getAsLong(), count.get("faults").getAsLong());
    }
    System.out.println();
    System.out.printf(
        "deliveries     %,d: %,d acknowledged, %,d refused, %,d cut off%n",
        outcome.deliveries().begun(),
        outcome.deliveries().acknowledged(),
        outcome.deliveries().refused(),
        outcome.deliveries().cut());
    System.out.printf(
        "kills          %d, of which %d by SIGKILL, %d with events in flight%n",
        outcome.kills(), outcome.hardKills(), outcome.killsInFlight());
    System.out.printf(
        "dead letters   %d of %d poison, %d events of %d doomed creations%n",
        outcome.deadLetters().refused(),
        outcome.deadLetters().poison(),
        outcome.deadLetters().givenUp(),
        outcome.deadLetters().doomed());
    System.out.printf(
        "findings       %,d published; seed %d, %d s%n%n",
        outcome.findings(), plan.seed(), outcome.duration().toSeconds());
    outcome.wrong().stream().limit(SHOWN).forEach(System.out::println);
    System.out.printf("%d wrong%n", outcome.wrong().size());
  }

  private static void printTally(String name, Tally tally) {
    System.out.printf(
        "%-14s %,9d %,9d %,9d %,9d%n",
        name, tally.creations(), tally.right(), tally.lost(), tally.wrong());
  }

  private static Tally total(Outcome outcome) {
    return outcome.tallies().values().stream().reduce(new Tally(0, 0, 0, 0), Tally::plus);
  }

  private static JsonObject summary(CreationPlan plan, Outcome outcome) {
    Tally total = total(outcome);
    JsonObject summary = new JsonObject();
    summary.addProperty("seed", plan.seed());
    summary.addProperty("pubsub", plan.pubsub());
    summary.addProperty("creations", total.creations());
    summary.addProperty("right", total.right());
    summary.addProperty("lost", total.lost());
    summary.addProperty("wrong", total.wrong());
    summary.addProperty("findings", outcome.findings());
    summary.addProperty("kills", outcome.kills());
    summary.addProperty("hardKills", outcome.hardKills());
    summary.addProperty("killsWithEventsInFlight", outcome.killsInFlight());
    summary.addProperty("deliveries", outcome.deliveries().begun());
    summary.addProperty("deliveriesCutOff", outcome.deliveries().cut());
    summary.addProperty("deliveriesRefused", outcome.deliveries().refused());
    summary.add("calls", outcome.calls());
    summary.addProperty("poison", outcome.deadLetters().poison());
    summary.addProperty("poisonFound", outcome.deadLetters().refused());
    summary.addProperty("doomed", outcome.deadLetters().doomed());
    summary.addProperty("doomedEventsFound", outcome.deadLetters().givenUp());
    summary.addProperty("seconds", outcome.duration().toSeconds());
    JsonArray mistakes = new JsonArray();
    outcome.wrong().forEach(mistakes::add);
    summary.add("mistakes", mistakes);
    return summary;
  }
}
