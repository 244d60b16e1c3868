package dev.composeraudit.acceptance.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example of a root module, as a text: what is copied from it must audit everything. */
final class TerraformExampleTest {
  private static final Path MAIN =
      Layout.current().root().resolve("scripts/terraform/examples/organization/main.tf");
  private static final Pattern COMMENT = Pattern.compile("(?m)/\\*[\\s\\S]*?\\*/|^\\s*(?:#|//).*$");

  @Test
  void theExampleLeavesNoEnvironmentOut() throws IOException {
    assertThat(withoutComments(Files.readString(MAIN)))
        .contains(
            "parent_resource_type = \"organization\"",
            "parent_resource_ids  = [var.organization_id]")
        // The two settings that leave environments out, and those that replace or except policies.
        .doesNotContain("ENFORCE_FROM", "AUDITED_PROJECTS", "settings", "bindings_dir");
  }

  @Test
  void theDayFromWhichEnvironmentsAlarmIsShownAsAComment() throws IOException {
    assertThat(Files.readString(MAIN))
        .containsPattern("(?m)^ *# Every environment alarms\\..*$")
        .containsPattern("(?m)^ *# settings = \\{ ENFORCE_FROM = .*$");
  }

  private static String withoutComments(String hcl) {
    return COMMENT.matcher(hcl).replaceAll("");
  }
}
