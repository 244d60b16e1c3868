package dev.composeraudit.benchmarks;

import dev.composeraudit.policy.PackagedPolicies;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.PolicySetLoader;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.judge.BoundPolicy;
import dev.composeraudit.policy.remedy.Remedies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to evaluate one policy over a subject from which all has been derived. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
public class EvaluationBenchmark {
  private static final int SHELF = 9;
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

  /** Whether the policies were checked when the jar was built, or now, from their files. */
  @Param({"compiled", "loaded"})
  private String policies = "";

  private List<BoundPolicy> shelf = List.of();
  private final SubjectView view = new SubjectView(Shelf.subject(), NOW);

  /** Comes by the policies. */
  @Setup(Level.Trial)
  public void load() throws Exception {
    PolicySet set =
        policies.equals("compiled")
            ? PackagedPolicies.load()
            : PolicySetLoader.load(Shelf.policies());
    shelf = set.bound();
    if (shelf.size() != SHELF) {
      throw new IllegalStateException("the shelf has " + shelf.size() + " policies");
    }
  }

  /** One policy, as the mean over the shelf. */
  @Benchmark
  @OperationsPerInvocation(SHELF)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public List<Object> evaluate() {
    List<Object> results = new ArrayList<>();
    for (BoundPolicy policy : shelf) {
      results.add(policy.judge(view, List.of(), new Remedies(view), NOW));
    }
    return results;
  }
}
