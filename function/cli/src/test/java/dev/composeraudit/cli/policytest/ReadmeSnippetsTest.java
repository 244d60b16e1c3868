package dev.composeraudit.cli.policytest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.composeraudit.cli.eval.Expressions;
import dev.composeraudit.cli.eval.Expressions.Answer;
import dev.composeraudit.cli.policytest.PolicyTests.TestOutcome;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.PackagedPolicies;
import dev.composeraudit.policy.PolicyFileNames;
import dev.composeraudit.policy.PolicyFileSet;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.PolicySetLoader;
import dev.composeraudit.policy.Subjects;
import dev.composeraudit.policy.TestPolicyFolder;
import dev.composeraudit.policy.WrittenPolicy;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the page on policies shows is what happens. */
class ReadmeSnippetsTest {
  private static final String PAGE = page();
  private static final Pattern FILE = files("my-policies");
  private static final Pattern OF_BINDINGS = files("my-bindings");
  private static final Pattern FENCE = Pattern.compile("^```(\\w+)$", Pattern.MULTILINE);
  private static final Pattern EXPRESSION =
      Pattern.compile("^(\\S.*?)\\s+// (.*)$", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("`([a-zA-Z]+(?:\\.[a-zA-Z]+)?)`");

  private static Pattern files(String folder) {
    return Pattern.compile(
        "^`" + folder + "/(\\S+)`:\n\n```yaml\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  }

  private static String page() {
    try {
      return Files.readString(TestPolicyFolder.SHIPPED.resolve("README.md"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The folder of policies that a reader of the page has made. */
  private static List<SourceFile> folder() {
    return folder(FILE);
  }

  private static List<SourceFile> folder(Pattern written) {
    List<SourceFile> files = new ArrayList<>();
    written
        .matcher(PAGE)
        .results()
        .forEach(it -> files.add(new SourceFile(it.group(1), it.group(2))));
    TestPolicyFolder.shipped().stream()
        .filter(file -> PolicyFileNames.isSubject(file.path()))
        .forEach(files::add);
    return files;
  }

  @Test
  void everyYamlOfThePageIsAFileOfTheFolder() {
    assertThat(FENCE.matcher(PAGE).results().filter(it -> it.group(1).equals("yaml")).count())
        .isEqualTo(
            FILE.matcher(PAGE).results().count() + OF_BINDINGS.matcher(PAGE).results().count())
        .isEqualTo(8);
  }

  @Test
  void eachPolicyThatNeedsABindingHasOneThatPassesItsTests(@TempDir Path bindings)
      throws InvalidDocumentsException, IOException {
    List<SourceFile> files = folder(OF_BINDINGS);
    for (SourceFile file : files) {
      Files.createDirectories(bindings.resolve(file.path()).getParent());
      Files.writeString(bindings.resolve(file.path()), file.text());
    }
    PolicySet set = PolicyFileSet.load(null, bindings);

    List<TestOutcome> outcomes = PolicyTests.run(set, files, List.of(), name -> true);

    assertThat(outcomes).hasSize(7).allMatch(TestOutcome::passed);
    // Those that are silent without a binding.
    assertThat(outcomes.stream().map(TestOutcome::policy).distinct())
        .containsExactlyInAnyOrderElementsOf(
            PackagedPolicies.load().judge(Subjects.composer2(), WrittenPolicy.NOW).stream()
                .filter(result -> result.outcome() == Outcome.SKIP)
                .map(result -> result.policy().name())
                .toList());
  }

  @Test
  void theFolderPassesItsTests() throws InvalidDocumentsException {
    List<TestOutcome> outcomes = PolicyTests.run(folder(), name -> true);

    assertThat(outcomes).hasSize(9).allMatch(TestOutcome::passed);
  }

  @Test
  void theFolderJudges() throws InvalidDocumentsException {
    PolicySet set = PolicySetLoader.load(folder());

    List<Result> plain = set.judge(Subjects.composer2(), WrittenPolicy.NOW);
    List<Result> exempt =
        set.judge(
            Subjects.composer2("environment: {labels: {lifetime: short}}"), WrittenPolicy.NOW);

    assertThat(plain).extracting(Result::outcome).containsExactly(Outcome.FAIL, Outcome.FAIL);
    assertThat(plain.get(1).severity()).isEqualTo(Severity.INFORMATIONAL);
    assertThat(exempt.get(1).outcome()).isEqualTo(Outcome.EXEMPT);
  }

  static List<MatchResult> expressions() {
    String block = PAGE.substring(PAGE.indexOf("```cel\n") + 7);
    return EXPRESSION.matcher(block.substring(0, block.indexOf("```"))).results().toList();
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void everyExpressionHasTheValueBesideIt(MatchResult line) {
    Answer answer =
        new Expressions(Subjects.composer2(), WrittenPolicy.NOW).evaluate(line.group(1));

    assertThat(answer).isInstanceOf(Answer.Value.class);
    assertThat(((Answer.Value) answer).value()).isEqualTo(JsonParser.parseString(line.group(2)));
  }

  @Test
  void everyNameOfTheTableIsKnown() {
    Expressions expressions = new Expressions(Subjects.composer2(), WrittenPolicy.NOW);
    List<String> names =
        PAGE.lines()
            .filter(line -> line.startsWith("| `"))
            .filter(line -> !line.startsWith("| [`"))
            .flatMap(line -> NAME.matcher(line).results().map(it -> it.group(1)))
            .filter(name -> name.contains("."))
            .toList();

    assertThat(names).hasSizeGreaterThan(10);
    assertThat(names)
        .allSatisfy(
            name -> assertThat(expressions.evaluate(name)).isInstanceOf(Answer.Value.class));
  }
}
