package dev.composeraudit.acceptance.campaign;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.campaign.load.LoadRun;
import dev.composeraudit.acceptance.campaign.load.LoadRun.Outcome;
import dev.composeraudit.acceptance.campaign.load.LoadRun.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code scripts/campaign load}: how fast the function is, and whether it grows. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = {
      "Sends events over HTTP to one process of the function, for ten minutes.",
      "It sends 16 events at a time. The process has a heap of 256 MiB. The exit code is 0 if it"
          + " handles at least 300 events/s, if at most one event in a hundred takes more than 250"
          + " ms, and if it has no more threads and memory at the end than after the first minute."
          + " With --short, speed is not judged."
    })
final class LoadCommand implements Callable<Integer> {
  private static final double PER_SECOND = 300;
  private static final double P99 = 250;
  // Idle threads go and come, one for each of the events at a time: between 97 and 107 were seen in
  // ten minutes, without a trend. One that leaks with each event would make hundreds.
  private static final int THREADS = 16;
  private static final double GROWTH = 1.1;

  @Mixin private Campaign.Common common = new Campaign.Common();

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    Outcome outcome = LoadRun.of(common.brief ? LoadRun.Plan.brief() : LoadRun.Plan.full());
    List<String> wrong = wrong(outcome);
    if (!common.brief) {
      wrong.addAll(slow(outcome));
    }
    print(outcome, wrong);
    common.write(summary(outcome, wrong));
    return wrong.isEmpty() ? 0 : 1;
  }

  /** What must hold however busy the machine is. */
  static List<String> wrong(Outcome outcome) {
    List<String> wrong = new ArrayList<>();
    if (outcome.errors() > 0) {
      wrong.add(outcome.errors() + " events were not acknowledged");
    }
    if (outcome.unknownCalls() > 0) {
      wrong.add(outcome.unknownCalls() + " calls that nobody had an answer for");
    }
    if (outcome.published() < outcome.events()) {
      wrong.add("only %d findings of %d events".formatted(outcome.published(), outcome.events()));
    }
    Row first = outcome.rows().get(0);
    Row last = outcome.rows().get(outcome.rows().size() - 1);
    if (last.threads() > first.threads() + THREADS) {
      wrong.add("%d threads became %d".formatted(first.threads(), last.threads()));
    }
    return wrong;
  }

  private static List<String> slow(Outcome outcome) {
    List<String> slow = new ArrayList<>();
    for (Row row : outcome.rows()) {
      if (row.perSecond() < PER_SECOND) {
        slow.add("%.0f events/s".formatted(row.perSecond()));
      }
      if (row.p99() > P99) {
        slow.add("p99 of %.0f ms".formatted(row.p99()));
      }
    }
    Row first = outcome.rows().get(0);
    Row last = outcome.rows().get(outcome.rows().size() - 1);
    if (last.residentMib() > first.residentMib() * GROWTH) {
      slow.add("%d MiB resident became %d".formatted(first.residentMib(), last.residentMib()));
    }
    if (last.heapMib() > first.heapMib() * GROWTH) {
      slow.add("%d MiB of live heap became %d".formatted(first.heapMib(), last.heapMib()));
    }
    return slow;
  }

  private static void print(Outcome outcome, List<String> wrong) {
    System.out.println(
        " period    events  events/s    p50 ms    p99 ms   threads   RSS MiB  live MiB  CPU ms");
    for (int i = 0; i < outcome.rows().size(); i++) {
      Row row = outcome.rows().get(i);
      System.out.printf(
          "%7d %,9d %9.0f %9.1f %9.1f %9d %9d %9d %7.2f%n",
          i + 1,
          row.events(),
          row.perSecond(),
          row.p50(),
          row.p99(),
          row.threads(),
          row.residentMib(),
          row.heapMib(),
          row.cpuMillis());
    }
    System.out.printf(
        "%n%,d events, %,d findings, %,d not acknowledged%n",
        outcome.events(), outcome.published(), outcome.errors());
    wrong.forEach(System.out::println);
    System.out.println(wrong.isEmpty() ? "passed" : "failed");
  }

  private static JsonObject summary(Outcome outcome, List<String> wrong) {
    JsonArray rows = new JsonArray();
    for (Row row : outcome.rows()) {
      JsonObject each = new JsonObject();
      each.addProperty("events", row.events());
      each.addProperty("perSecond", row.perSecond());
      each.addProperty("p50Millis", row.p50());
      each.addProperty("p99Millis", row.p99());
      each.addProperty("threads", row.threads());
      each.addProperty("residentMib", row.residentMib());
      each.addProperty("heapMib", row.heapMib());
      each.addProperty("cpuMillisPerEvent", row.cpuMillis());
      rows.add(each);
    }
    JsonObject summary = new JsonObject();
    summary.addProperty("events", outcome.events());
    summary.addProperty("findings", outcome.published());
    summary.addProperty("errors", outcome.errors());
    summary.add("periods", rows);
    JsonArray mistakes = new JsonArray();
    wrong.forEach(mistakes::add);
    summary.add("mistakes", mistakes);
    return summary;
  }
}
