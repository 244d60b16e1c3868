package dev.composeraudit.acceptance.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workflows of GitHub Actions. Linters of their own were run by hand (DECISIONS.md). */
final class WorkflowsTest {
  private static final Path ROOT = Layout.current().root();
  private static final Pattern USES = Pattern.compile("(?m)^ *(?:- )?uses: (.+)$");
  private static final Pattern RUN = Pattern.compile("(?m)^ *- run: (.+)$");
  private static final Pattern JOB = Pattern.compile("(?m)^  (?=\\w+:$)");
  private static final Pattern PINNED =
      Pattern.compile(
          "[\\w.-]+/[\\w.-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+|\\./\\.github/workflows/\\S+");

  /** A tag of somebody else's repository can be moved; a commit can't. */
  @ParameterizedTest
  @MethodSource("workflows")
  void everyActionIsNamedByItsCommit(Path workflow) throws IOException {
    List<String> uses = matches(USES, workflow);
    assertThat(uses).isNotEmpty().allMatch(action -> PINNED.matcher(action).matches());
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void nothingIsPermittedThatAJobDoesNotAskFor(Path workflow) throws IOException {
    assertThat(Files.readString(workflow))
        .contains("\npermissions: {}\n")
        .doesNotContain("write-all", "pull_request_target", "secrets.");
  }

  /** No plugin of Maven and no test gets a token that may write to the repository. */
  @ParameterizedTest
  @MethodSource("workflows")
  void aJobThatMayWriteToTheRepositoryOnlyPublishes(Path workflow) throws IOException {
    for (String job : JOB.split(Files.readString(workflow).split("\njobs:\n", 2)[1], -1)) {
      if (job.contains("contents: write")) {
        assertThat(job).startsWith("publish:\n").doesNotContain("setup-java");
        assertThat(RUN.matcher(job).results().map(it -> it.group(1)))
            .allMatch(line -> line.startsWith("scripts/release.d/publish "));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void whatIsRunIsAScriptOfTheCheckout(Path workflow) throws IOException {
    for (String line : matches(RUN, workflow)) {
      assertThat(Files.isExecutable(ROOT.resolve(line.split(" ", 2)[0]))).as(line).isTrue();
      assertThat(line).as("text of others in a command").doesNotContain("${{");
    }
  }

  private static List<String> matches(Pattern pattern, Path file) throws IOException {
    return pattern.matcher(Files.readString(file)).results().map(it -> it.group(1)).toList();
  }

  static Stream<Path> workflows() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve(".github/workflows"))) {
      return files.sorted().toList().stream();
    }
  }
}
