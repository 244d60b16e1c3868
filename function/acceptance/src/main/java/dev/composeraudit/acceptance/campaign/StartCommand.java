package dev.composeraudit.acceptance.campaign;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.campaign.load.StartRun;
import dev.composeraudit.acceptance.campaign.load.StartRun.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code scripts/campaign start}: what a cold start costs, beside a function that does nothing. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how long the function takes from its start to its first event.",
      "It starts three programs in turns, nine times each: the packaged function, the image (if a"
          + " JDK 25 is installed), and a function that does nothing. Then it sends events to each,"
          + " 16 at a time. The exit code is 0 if all events were acknowledged, however long that"
          + " took."
    })
final class StartCommand implements Callable<Integer> {
  @Mixin private Campaign.Common common = new Campaign.Common();

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    List<Outcome> outcomes =
        StartRun.of(common.brief ? StartRun.Plan.brief() : StartRun.Plan.full());
    double nothing = median(walls(outcomes.get(0)));
    System.out.println(
        "function                         start ms: min  median     max   ratio   CPU ms  peak MiB"
            + "  events/s  CPU ms an event  p99 ms  not acknowledged");
    for (Outcome outcome : outcomes) {
      List<Long> walls = walls(outcome);
      System.out.printf(
          "%-37s %9d %7d %7d %7.2f %8d %9d %9.0f %16.2f %7.1f %17d%n",
          outcome.candidate().title(),
          walls.get(0),
          median(walls),
          walls.get(walls.size() - 1),
          median(walls) / nothing,
          median(cpus(outcome)),
          median(peaks(outcome)),
          outcome.load().rows().get(0).perSecond(),
          outcome.load().rows().get(0).cpuMillis(),
          outcome.load().rows().get(0).p99(),
          outcome.load().errors());
    }
    common.write(summary(outcomes));
    return outcomes.stream().allMatch(outcome -> outcome.load().errors() == 0) ? 0 : 1;
  }

  private static List<Long> walls(Outcome outcome) {
    return outcome.starts().stream().map(start -> start.wall().toMillis()).sorted().toList();
  }

  private static List<Long> cpus(Outcome outcome) {
    return outcome.starts().stream().map(start -> start.cpu().toMillis()).sorted().toList();
  }

  private static List<Long> peaks(Outcome outcome) {
    return outcome.starts().stream().map(StartRun.Start::peakMib).sorted().toList();
  }

  private static long median(List<Long> sorted) {
    return sorted.get(sorted.size() / 2);
  }

  private static JsonObject summary(List<Outcome> outcomes) {
    JsonArray functions = new JsonArray();
    for (Outcome outcome : outcomes) {
      JsonObject each = new JsonObject();
      each.addProperty("function", outcome.candidate().title());
      each.addProperty("startMillisMin", walls(outcome).get(0));
      each.addProperty("startMillisMedian", median(walls(outcome)));
      each.addProperty("cpuMillisMedian", median(cpus(outcome)));
      each.addProperty("peakMibMedian", median(peaks(outcome)));
      each.addProperty("cpuMillisAnEvent", outcome.load().rows().get(0).cpuMillis());
      each.addProperty("eventsPerSecond", outcome.load().rows().get(0).perSecond());
      each.addProperty("p99Millis", outcome.load().rows().get(0).p99());
      functions.add(each);
    }
    JsonObject summary = new JsonObject();
    summary.add("functions", functions);
    return summary;
  }
}
