package dev.composeraudit.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.cloud.ScriptRun;
import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts/deploy makes of its options, before it asks Google anything. */
final class DeployOptionsTest {
  private static final String CHOOSE =
      """
      set -euo pipefail
      root=$1
      source "$root/scripts/lib.sh"
      source "$root/scripts/deploy.d/options.sh"
      source "$root/scripts/deploy.d/sweep.sh"
      sweep_schedule=$2 coverage_schedule=$3
      choose_coverage
      printf '%s' "$coverage_schedule"
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "17 3 * * *  |              | 17 4 * * *",
        "0 08 * * 1-5|              | 0 9 * * 1-5",
        "5 22 1 * *  |              | 5 23 1 * *",
        "17 23 * * * |              | 17 0 * * *",
        "17 3 * * *  | 0 12 * * *   | 0 12 * * *",
        "0 */6 * * * | 30 0 * * *   | 30 0 * * *",
        "17 3 * * *  | none         | ''",
        "0 */6 * * * | none         | ''",
        "''          | none         | ''",
        "''          |              | ''"
      })
  void coverageIsRequestedAnHourAfterEachSweepUnlessSaidOtherwise(
      String sweep, String said, String coverage) throws Exception {
    ScriptRun run = choose(sweep, said == null ? "" : said);
    assertThat(run.exit()).as(run.errors()).isZero();
    assertThat(run.output()).isEqualTo(coverage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 */6 * * *", "0 3-5 * * *", "17 23 * * 1", "0 2,14 * * *"})
  void whereAnHourLaterIsUnknownItHasToBeSaid(String sweep) throws Exception {
    ScriptRun run = choose(sweep, "");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors()).contains("--coverage-schedule is missing");
  }

  @Test
  void coverageNeedsASweep() throws Exception {
    ScriptRun run =
        ScriptRun.of(
            "deploy",
            Map.of(),
            ScriptRun.with(DeployIT.SCOPE, "--coverage-schedule", "17 4 * * *"));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors()).contains("--coverage-schedule needs --sweep-schedule");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"host-project/shared/us-central1/others=team-b", "shared/us-central1/readers"})
  void twoReadersWouldNotHaveOneName(String second) throws Exception {
    ScriptRun run =
        ScriptRun.of(
            "deploy",
            Map.of(),
            ScriptRun.with(
                DeployIT.SCOPE,
                "--reader-in=host-project/shared/us-central1/readers=team-a",
                "--reader-in=host-project/shared/us-east1/readers=team-a",
                "--reader-in=" + second));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors()).contains("there is one in shared/us-central1 already", "in one, =P,Q");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--policies=policies --add-policies=policies | exclude each other",
        "--add-policies=absent | there is no folder absent",
        "--bindings=README.md | there is no folder README.md",
        "--bindings=policies --set=BINDINGS=/x | --bindings and --set BINDINGS exclude each other",
        "--notify=data=projects/data-team | not of the form",
        "--notify=Data=projects/data-team/subscriptions/s-1 | not of the form",
        "--notify=da\"ta=projects/data-team/subscriptions/s-1 | not of the form",
        "--notify=a=projects/the-team/topics/s-1 --notify=b=projects/the-team/subscriptions/s-1 |"
            + " named twice",
        "--set=TEAM_LABELS=Owner | not of the form"
      })
  void whatDoesNotGoTogetherIsRefused(String options, String why) throws Exception {
    ScriptRun run =
        ScriptRun.of("deploy", Map.of(), ScriptRun.with(DeployIT.SCOPE, options.split(" ")));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors()).contains(why);
  }

  @Test
  void tearingDownTakesTheOptionsThatWereSaidToDeploy() throws Exception {
    assertThat(optionsOf("teardown")).containsAll(optionsOf("deploy"));
  }

  /** What the script's {@code takes} lists. */
  private static List<String> optionsOf(String script) throws IOException {
    String text = Files.readString(Layout.current().root().resolve("scripts").resolve(script));
    Matcher takes = Pattern.compile("(?s)\ntakes=\"(.*?)\"").matcher(text);
    assertThat(takes.find()).as(script).isTrue();
    return List.of(takes.group(1).replace("\\\n", "").split(" +", -1));
  }

  private static ScriptRun choose(String sweep, String said) throws Exception {
    String root = Layout.current().root().toString();
    return ScriptRun.of(List.of("bash", "-c", CHOOSE, "choose", root, sweep, said), Map.of());
  }
}
