package dev.composeraudit.benchmarks;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.Egress;
import dev.composeraudit.egress.SourceTrace;
import dev.composeraudit.subject.Subject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** As many destinations as exempt ranges, and how the time grows with their number. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
public class EgressBenchmark {
  /** How many exempt ranges, and how many destinations. */
  @Param({"1000", "10000", "100000"})
  public int size;

  private Subject subject = ManyRanges.subject(0);
  private List<Destination> destinations = List.of();
  private CidrSet firewall = CidrSet.EMPTY;

  @Setup
  public void setUp() {
    subject = ManyRanges.subject(size);
    destinations = ManyRanges.destinations(size);
    firewall = CidrSet.of(Cidr.parse("10.0.0.0/8"));
  }

  /** From the subject to every destination's trace and what a firewall makes of it. */
  @Benchmark
  public void explainDestinations(Blackhole sink) {
    Egress egress = Egress.of(subject);
    for (Destination destination : destinations) {
      SourceTrace trace = egress.trace(destination);
      sink.consume(trace);
      sink.consume(trace.acceptedBy(firewall));
    }
  }

  /**
   * The same in the interpreter, where steps take their time and memory hardly any: how the work
   * grows, apart from the machine's caches.
   */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Fork(value = 1, jvmArgsAppend = "-Xint")
  @Warmup(iterations = 1)
  @Measurement(iterations = 3)
  public void explainDestinationsInterpreted(Blackhole sink) {
    explainDestinations(sink);
  }

  /** From the subject to one trace of all IPv4, with all its parts. */
  @Benchmark
  public SourceTrace explainEverything() {
    return Egress.of(subject).trace(Destination.parse("0.0.0.0/0"));
  }
}
