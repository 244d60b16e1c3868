package dev.composeraudit.benchmarks;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.PackagedPolicies;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.PolicySetLoader;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.Subject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to judge a subject by the shelf, and to come by policies at all. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
public class PolicyBenchmark {
  private static final int SHELF = 9;
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

  private final PolicySet shelf = PackagedPolicies.load();
  private final Subject subject = Shelf.subject();
  private final List<SourceFile> sources = Shelf.policies();
  private final List<SourceFile> thousand = Shelf.copies(1000);

  /** One policy and subject, as the mean over the shelf, the subject's derivation included. */
  @Benchmark
  @OperationsPerInvocation(SHELF)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public List<Result> judge() {
    List<Result> results = shelf.judge(subject, NOW);
    if (results.size() != SHELF) {
      throw new IllegalStateException("the shelf has " + results.size() + " policies");
    }
    return results;
  }

  /** The shelf as it was compiled when the jar was built. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public PolicySet loadCompiled() {
    return PackagedPolicies.load();
  }

  /** The shelf from its files. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public PolicySet loadFiles() throws InvalidDocumentsException {
    return PolicySetLoader.load(sources);
  }

  /** A thousand policies from their files. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public PolicySet loadThousandFiles() throws InvalidDocumentsException, IOException {
    return PolicySetLoader.load(thousand);
  }
}
