package dev.composeraudit.acceptance.campaign;

import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.campaign.tenants.TenantRun;
import dev.composeraudit.acceptance.campaign.tenants.TenantRun.Outcome;
import dev.composeraudit.acceptance.campaign.tenants.TenantRun.Plan;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code scripts/campaign tenants}: whether one tenant can delay or hide what others get. */
@Command(
    name = "tenants",
    mixinStandardHelpOptions = true,
    description = {
      "Attacks one instance of the function with hostile clusters.",
      "The instance has the heap of a deployment. The clusters have 10,000 policies, endless pages,"
          + " a slow answer, 46,400 and 200,000 ranges, and a padded exemption; one changes 100"
          + " times a second for two minutes. Other tenants create environments at the same time."
          + " The exit code is 0 if 99 of 100 of these environments are judged within 5 s, if each"
          + " violation is published, if no event becomes a dead letter, and if the memory stays"
          + " below 512 MiB."
    })
final class TenantsCommand implements Callable<Integer> {
  private static final long P99 = 5_000;
  private static final long MEMORY_MIB = 512;

  @Mixin private Campaign.Common common = new Campaign.Common();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Outcome outcome = TenantRun.of(common.brief ? Plan.brief() : Plan.full());
    List<String> wrong = wrong(outcome);
    if (!common.brief && p99(outcome) > P99) {
      wrong.add("one in a hundred honest creations waited for %,d ms".formatted(p99(outcome)));
    }
    outcome
        .verdicts()
        .forEach((tenant, verdict) -> System.out.printf("%-22s %s%n", tenant, verdict));
    System.out.printf(
        "%-22s %s%n%n%,d honest creations: median %,d ms, p99 %,d ms; %,d changes; %d MiB at"
            + " most%n",
        "FLOOD",
        outcome.flooding(),
        outcome.latencies().size(),
        percentile(outcome, 50),
        p99(outcome),
        outcome.changes(),
        outcome.peakMib());
    return common.end(summary(outcome), wrong);
  }

  /** What must hold however busy the machine is. */
  static List<String> wrong(Outcome outcome) {
    List<String> wrong = new ArrayList<>();
    if (!outcome.trouble().isEmpty()) {
      wrong.add(outcome.trouble());
    }
    outcome
        .verdicts()
        .forEach(
            (tenant, verdict) -> {
              if (verdict != tenant.expected()) {
                wrong.add("%s: %s, not %s".formatted(tenant, verdict, tenant.expected()));
              }
            });
    if (outcome.flooding() != Verdict.FAIL) {
      wrong.add("the flooding cluster: %s, not FAIL".formatted(outcome.flooding()));
    }
    if (outcome.deadLetters() > 0) {
      wrong.add(outcome.deadLetters() + " events were given up");
    }
    if (!outcome.isAlive()) {
      wrong.add("the function's process ended");
    }
    if (outcome.peakMib() > MEMORY_MIB) {
      wrong.add("%d MiB resident".formatted(outcome.peakMib()));
    }
    return wrong;
  }

  private static long p99(Outcome outcome) {
    return percentile(outcome, 99);
  }

  private static long percentile(Outcome outcome, int percent) {
    List<Long> sorted = outcome.latencies();
    return sorted.isEmpty()
        ? Long.MAX_VALUE
        : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }

  private static JsonObject summary(Outcome outcome) {
    JsonObject summary = new JsonObject();
    JsonObject verdicts = new JsonObject();
    outcome
        .verdicts()
        .forEach((tenant, verdict) -> verdicts.addProperty(tenant.name(), verdict.name()));
    summary.add("verdicts", verdicts);
    summary.addProperty("creations", outcome.latencies().size());
    summary.addProperty("p50Millis", percentile(outcome, 50));
    summary.addProperty("p99Millis", p99(outcome));
    summary.addProperty("changes", outcome.changes());
    summary.addProperty("deadLetters", outcome.deadLetters());
    summary.addProperty("peakMib", outcome.peakMib());
    return summary;
  }
}
