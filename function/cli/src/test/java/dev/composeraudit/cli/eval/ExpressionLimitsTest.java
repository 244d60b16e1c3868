package dev.composeraudit.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.composeraudit.cli.eval.Expressions.Answer;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.Subjects;
import dev.composeraudit.policy.WrittenPolicy;
import dev.composeraudit.policy.source.BoundedRegex;
import dev.composeraudit.policy.source.ResourcePattern;
import dev.composeraudit.subject.EnvironmentName;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is small and would become large is refused within a second of work and 64 MiB. */
class ExpressionLimitsTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long SECOND = 1_000_000_000;

  /** The first expression of a process pays for CEL's own classes. */
  @BeforeAll
  static void warm() {
    evaluate("lists.range(200).map(i, string(i) + \"x\").join().matches(\"(12x)+\")");
  }

  private static Answer evaluate(String expression) {
    return new Expressions(Subjects.composer2(), WrittenPolicy.NOW).evaluate(expression);
  }

  private static void withinASecond(Runnable work) {
    long cpu = THREADS.getCurrentThreadCpuTime();

    work.run();

    assertThat(THREADS.getCurrentThreadCpuTime() - cpu).isLessThan(SECOND);
  }

  @ParameterizedTest
  @MethodSource("dev.composeraudit.cli.eval.ExpensiveExpressions#expressions")
  void anExpressionThatGrowsIsRejected(String expression) {
    withinASecond(() -> assertThat(evaluate(expression)).isInstanceOf(Answer.Failure.class));
  }

  @Test
  void whatIsRejectedSaysWhy() {
    assertThat(evaluate("lists.range(50000000)").toString())
        .contains("a list of more than 10,000 elements")
        .doesNotContain("50000000");
    assertThat(evaluate("lists.range(10000).map(i, [i, i])").toString())
        .contains("a list of more than 10,000 elements");
    assertThat(evaluate("'a'" + ".replace('', 'aaaaaaaaaa')".repeat(20)).toString())
        .contains("a text of more than 65,536 characters");
    assertThat(evaluate("lists.range(10001).all(i, true)").toString())
        .contains("a list of more than 10,000 elements");
    assertThat(evaluate("['a']" + ".map(x, x + x)".repeat(40)).toString())
        .contains("a text of more than 65,536 characters");
    assertThat(evaluate("[1].all(a, [1].all(b, [1].all(c, [1].all(d, true))))").toString())
        .contains("more than 3 deep");
    assertThat(evaluate("'a'.matches('(a{1000}){1000}')").toString())
        .contains("needs more than 1,000 states");
  }

  @Test
  void honestWorkIsLetThrough() {
    String ranges = "lists.range(250).map(i, '10.' + string(i) + '.0.0/16')";

    for (String expression :
        List.of(
            "size(" + ranges + ".filter(r, cidr(r).prefixLength() == 16)) == 250",
            "covers(" + ranges + ", ['10.0.0.0/8'])",
            ranges + ".join(', ').split(', ').all(r, isCIDR(r))",
            "lists.range(10000).all(i, i >= 0)",
            "[1, 2].all(a, [a].all(b, [b].all(c, c > 0)))",
            "lists.range(60).map(a, 'environment-' + string(a)).all(n,"
                + " n.matches('^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$'))",
            "type(type(type(1))) == type(string)")) {
      assertThat(evaluate(expression)).as(expression).isInstanceOf(Answer.Value.class);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.composeraudit.cli.eval.ExpensiveExpressions#documents")
  void aDocumentThatGrowsIsRejected(SourceFile file) {
    withinASecond(() -> ExpensiveExpressions.load(file));
  }

  @ParameterizedTest
  @MethodSource("dev.composeraudit.cli.eval.ExpensiveExpressions#patterns")
  void aRegularExpressionThatGrowsIsRejected(String pattern) {
    withinASecond(() -> ExpensiveExpressions.compile(pattern));
  }

  @Test
  void aHeapOf64MebibytesIsEnoughForAll() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-classpath",
                System.getProperty("java.class.path"),
                ExpensiveExpressions.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("all refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^(.*a){20}$"})
  void aRegularExpressionThatBacktracksElsewhereTakesItsTime(String pattern) {
    String text = "a".repeat(5_000) + "b";

    withinASecond(() -> assertThat(BoundedRegex.compile(pattern).matcher(text).find()).isFalse());
  }

  @Test
  void aPatternOfAsterisksTakesItsTime() {
    ResourcePattern pattern =
        new ResourcePattern("projects/" + "*a".repeat(60) + "b/locations/*/environments/*");
    EnvironmentName name =
        EnvironmentName.parse(
            "projects/" + "a".repeat(63) + "/locations/us-central1/environments/e");

    withinASecond(() -> assertThat(pattern.matches(name)).isFalse());
  }
}
