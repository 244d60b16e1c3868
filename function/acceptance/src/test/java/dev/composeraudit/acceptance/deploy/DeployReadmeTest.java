package dev.composeraudit.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What scripts/README.md says of deploying is what the scripts do. */
final class DeployReadmeTest {
  /** A command of Google's, in a text or on lines of its own, which has options of its own. */
  private static final Pattern OTHERS =
      Pattern.compile(
          "`(?:gcloud|gh|sha256sum) [^`]*`|`--set-[a-z]+-policies`|`--clear-[a-z-]+`"
              + "|(?m)^ +gcloud .*$");

  private static final Map<String, String> ONLY_WITH =
      Map.of(
          "composer-1",
          "`--with-composer-1`",
          "sweep",
          "`--sweep-schedule`",
          "security-center",
          "`--scc-source`",
          "coverage",
          "`--sweep-schedule`");

  @Test
  void eachPermissionIsReportedWithWhatItIsFor() throws IOException {
    String readme = readme();
    for (Permissions.Row row : Permissions.rows()) {
      String option =
          row.where().stream()
              .filter(ONLY_WITH::containsKey)
              .map(where -> "; with " + ONLY_WITH.get(where))
              .findFirst()
              .orElse("");
      assertThat(readme)
          .contains("| `%s` | %s%s |\n".formatted(row.permission(), row.what(), option));
    }
  }

  @Test
  void eachOptionThatIsNamedIsOneOfTheScripts() throws IOException {
    String deploy = OTHERS.matcher(readme()).replaceAll("");
    StringBuilder scripts = new StringBuilder();
    for (String file :
        List.of(
            "scripts/deploy",
            "scripts/teardown",
            "scripts/verify",
            "scripts/redrive",
            "scripts/dashboards/deploy",
            // Options of composer-audit, for doctor and scan.
            "function/cli/src/main/java/dev/composeraudit/cli/live/ConnectionOptions.java",
            "function/cli/src/main/java/dev/composeraudit/cli/live/LiveOptions.java",
            "function/cli/src/main/java/dev/composeraudit/cli/scan/ParallelOption.java",
            "function/cli/src/main/java/dev/composeraudit/cli/scan/ResumeOptions.java",
            "function/cli/src/main/java/dev/composeraudit/cli/scan/Scan.java")) {
      scripts.append(Files.readString(Layout.current().root().resolve(file)));
    }
    List<String> options =
        Pattern.compile("(?<![a-z-])--(?!organization=|project=)[a-z][a-z0-9-]*")
            .matcher(deploy)
            .results()
            .map(MatchResult::group)
            .distinct()
            .toList();
    assertThat(options).hasSizeGreaterThan(8).allSatisfy(it -> assertThat(scripts).contains(it));
  }

  private static String readme() throws IOException {
    return Files.readString(Layout.current().root().resolve("scripts/README.md"));
  }
}
