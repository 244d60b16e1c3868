package dev.composeraudit.acceptance.campaign;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.campaign.load.ScaleRun;
import dev.composeraudit.acceptance.campaign.load.ScaleRun.Outcome;
import dev.composeraudit.acceptance.campaign.load.ScaleRun.Part;
import dev.composeraudit.acceptance.campaign.load.ScaleRun.Plan;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code scripts/campaign scale}: a sweep and a coverage check of 100,000 environments. */
@Command(
    name = "scale",
    mixinStandardHelpOptions = true,
    description = {
      "Sweeps 100,000 environments; takes a quarter of an hour.",
      "The sandbox lists the environments. The function has a heap of 256 MiB. A coverage check"
          + " follows. The exit code is 0 if the sweep requests exactly one audit of each"
          + " environment, if the finding counts the environments that are missing in the log, and"
          + " if no message takes 45 s."
    })
final class ScaleCommand implements Callable<Integer> {
  private static final int PAGE = 500;
  private static final long DEADLINE = 45_000;

  @Mixin private Campaign.Common common = new Campaign.Common();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Outcome outcome = ScaleRun.of(common.brief ? Plan.brief() : Plan.full());
    List<String> wrong = wrong(outcome);
    System.out.printf(
        "%-9s %9s %9s %9s %10s %16s %10s %9s%n",
        "",
        "messages",
        "seconds",
        "median ms",
        "longest ms",
        "inventory calls",
        "log calls",
        "peak MiB");
    print("sweep", outcome.sweep());
    print("coverage", outcome.coverage());
    System.out.printf(
        "%n%,d audits of %,d environments; %s%n",
        outcome.requests(), outcome.audited(), outcome.finding().message());
    wrong.forEach(System.out::println);
    System.out.println(wrong.isEmpty() ? "passed" : "failed");
    common.write(summary(outcome, wrong));
    return wrong.isEmpty() ? 0 : 1;
  }

  /** What must hold however busy the machine is. */
  static List<String> wrong(Outcome outcome) {
    List<String> wrong = new ArrayList<>();
    int environments = outcome.plan().environments();
    int pages = divide(environments, PAGE);
    if (outcome.requests() != environments || outcome.audited() != environments) {
      wrong.add(
          "%,d audits of %,d environments were asked for, not one of each of %,d"
              .formatted(outcome.requests(), outcome.audited(), environments));
    }
    String expected =
        "%d of %d environments below projects/%s were not judged in the last 26 hours."
            .formatted(
                divide(environments, outcome.plan().unjudgedEvery()),
                environments,
                Scenario.PROJECT);
    if (!outcome.finding().message().equals(expected)) {
      wrong.add("the finding should say: " + expected);
    }
    for (Part part : List.of(outcome.sweep(), outcome.coverage())) {
      if (part.messages() != pages || part.inventoryCalls() != pages) {
        wrong.add(
            "%d messages and %d calls of the inventory for %d pages"
                .formatted(part.messages(), part.inventoryCalls(), pages));
      }
      if (part.longestMillis() > DEADLINE) {
        wrong.add("a message took %,d ms".formatted(part.longestMillis()));
      }
    }
    return wrong;
  }

  /** Rounded up. */
  private static int divide(int number, int by) {
    return (number + by - 1) / by;
  }

  private static void print(String name, Part part) {
    System.out.printf(
        "%-9s %,9d %9.1f %,9d %,10d %,16d %,10d %9d%n",
        name,
        part.messages(),
        part.seconds(),
        part.medianMillis(),
        part.longestMillis(),
        part.inventoryCalls(),
        part.logCalls(),
        part.peakMib());
  }

  private static JsonObject summary(Outcome outcome, List<String> wrong) {
    JsonObject summary = new JsonObject();
    summary.addProperty("environments", outcome.plan().environments());
    summary.addProperty("audits", outcome.requests());
    summary.add("sweep", json(outcome.sweep()));
    summary.add("coverage", json(outcome.coverage()));
    JsonArray mistakes = new JsonArray();
    wrong.forEach(mistakes::add);
    summary.add("mistakes", mistakes);
    return summary;
  }

  private static JsonObject json(Part part) {
    JsonObject json = new JsonObject();
    json.addProperty("messages", part.messages());
    json.addProperty("seconds", part.seconds());
    json.addProperty("medianMillis", part.medianMillis());
    json.addProperty("longestMillis", part.longestMillis());
    json.addProperty("inventoryCalls", part.inventoryCalls());
    json.addProperty("logCalls", part.logCalls());
    json.addProperty("peakMib", part.peakMib());
    return json;
  }
}
