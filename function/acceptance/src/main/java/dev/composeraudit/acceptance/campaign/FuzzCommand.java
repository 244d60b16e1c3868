package dev.composeraudit.acceptance.campaign;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code scripts/campaign fuzz}: inputs that nobody thought of, for all that reads others' text.
 */
@Command(
    name = "fuzz",
    mixinStandardHelpOptions = true,
    description = {
      "Fuzzes each parser of foreign text with Jazzer, ten minutes each.",
      "Two run at a time, each with a heap of 256 MiB. A target fails if it crashes, if an input"
          + " takes a second, or if an assertion of the target fails. The input is then in"
          + " target/fuzz of the module. To make it a test, move it to the target's inputs below"
          + " src/test/resources."
    })
final class FuzzCommand implements Callable<Integer> {
  private static final List<String> MODULES =
      List.of("function/engine", "function/auditor", "function/cli");
  private static final int AT_ONCE = 2;
  private static final int BRIEF_SECONDS = 10;

  @Mixin private Campaign.Common common = new Campaign.Common();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "600",
      description = "how long each target runs (default: ${DEFAULT-VALUE})")
  private int seconds = 600;

  @Option(names = "--only", paramLabel = "REGEX", description = "targets whose name has this in it")
  private @Nullable String only;

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    List<FuzzTarget> targets = new ArrayList<>();
    for (String module : MODULES) {
      FuzzTarget.all(Layout.current().root().resolve(module)).stream()
          .filter(target -> only == null || target.name().matches(".*(" + only + ").*"))
          .forEach(targets::add);
    }
    if (targets.isEmpty()) {
      System.err.println("there is no such target");
      return 2;
    }
    int time = common.brief ? Math.min(seconds, BRIEF_SECONDS) : seconds;
    System.out.printf(
        "%-24s %8s %12s %8s %8s  %s%n", "target", "seconds", "inputs", "edges", "CPU s", "finding");
    List<FuzzTarget.Result> results = feed(targets, time);
    common.write(summary(results, time));
    boolean clean = results.stream().allMatch(result -> result.finding().isEmpty());
    System.out.println(clean ? "no findings" : "there are findings");
    return clean ? 0 : 1;
  }

  private static List<FuzzTarget.Result> feed(List<FuzzTarget> targets, int time)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<FuzzTarget.Result>> running = new ArrayList<>();
      for (FuzzTarget target : targets) {
        running.add(threads.submit(() -> target.feed(time)));
      }
      List<FuzzTarget.Result> results = new ArrayList<>();
      for (Future<FuzzTarget.Result> each : running) {
        FuzzTarget.Result result = each.get();
        results.add(result);
        System.out.printf(
            "%-24s %8d %,12d %,8d %8d  %s%n",
            result.target().shortName(),
            time,
            result.inputs(),
            result.covered(),
            result.cpuSeconds(),
            result.finding());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private static JsonObject summary(List<FuzzTarget.Result> results, int time) {
    JsonArray targets = new JsonArray();
    for (FuzzTarget.Result result : results) {
      JsonObject each = new JsonObject();
      each.addProperty("target", result.target().name());
      each.addProperty("seconds", time);
      each.addProperty("cpuSeconds", result.cpuSeconds());
      each.addProperty("inputs", result.inputs());
      each.addProperty("edges", result.covered());
      each.addProperty("finding", result.finding());
      targets.add(each);
    }
    JsonObject summary = new JsonObject();
    summary.add("targets", targets);
    return summary;
  }
}
