package dev.composeraudit.acceptance.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The Terraform module's README tells its variables and outputs, and what the module writes down a
 * second time is what scripts/deploy says; {@code -Dgolden=refresh} writes the tables anew.
 */
final class TerraformModuleTest {
  private static final Path SCRIPTS = Layout.current().root().resolve("scripts");
  private static final Path MODULE = SCRIPTS.resolve("terraform");
  private static final String BEGIN = "<!-- BEGIN_TF_DOCS -->\n";
  private static final String END = "<!-- END_TF_DOCS -->";
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^(?:variable|output) \"(\\w+)\" \\{\n(.*?)^\\}");
  private static final Pattern FIELD = Pattern.compile("(?m)^  (\\w+) +=\\s(.*)$");

  @Test
  void theReadmeShowsEachVariableAndOutput() throws IOException {
    Path readme = MODULE.resolve("README.md");
    String text = Files.readString(readme);
    String tables = tables();
    String wanted =
        text.substring(0, text.indexOf(BEGIN) + BEGIN.length())
            + tables
            + text.substring(text.indexOf(END));
    if ("refresh".equals(System.getProperty("golden"))) {
      Files.writeString(readme, wanted);
    }
    assertThat(Files.readString(readme)).isEqualTo(wanted);
  }

  @Test
  void whatStandsInBothIsTheSame() throws IOException {
    String script = Files.readString(SCRIPTS.resolve("deploy.d/function.sh"));
    String topics = Files.readString(SCRIPTS.resolve("deploy.d/topics.sh"));
    String sweep = Files.readString(SCRIPTS.resolve("deploy.d/sweep.sh"));
    String options = Files.readString(SCRIPTS.resolve("deploy.d/options.sh"));
    String module =
        Files.readString(MODULE.resolve("main.tf"))
            + Files.readString(MODULE.resolve("topics.tf"))
            + Files.readString(MODULE.resolve("function.tf"))
            + Files.readString(MODULE.resolve("identities.tf"))
            + Files.readString(MODULE.resolve("delivery.tf"));
    assertThat(number(module, "attempts += (\\d+)")).isEqualTo(number(script, "attempts=(\\d+)"));
    assertThat(number(module, "week += \"(\\d+s)\"")).isEqualTo(number(topics, "week=(\\d+s)"));
    assertThat(number(module, "month += \"(\\d+s)\"")).isEqualTo(number(topics, "month=(\\d+s)"));
    assertThat(number(module, "JAVA_TOOL_OPTIONS = \"(.*)\""))
        .isEqualTo(number(script, "JAVA_TOOL_OPTIONS=(.*)\""));
    assertThat(number(module, "(--min-retry-delay.*--ack-deadline=\\d+)"))
        .isEqualTo(number(script, "(--min-retry-delay.*--ack-deadline=\\d+)"));
    for (String kind : List.of("sweep", "coverage")) {
      assertThat(number(module, "base64encode\\(\"(.*" + kind + ".*)\"\\)").replace("\\", ""))
          .isEqualTo(number(sweep, kind + "_request='(.*)'"));
    }
    for (String role : List.of("reader", "composer1", "sweep", "coverage", "scc", "subnets")) {
      assertThat(module).contains(number(options, role + "_role=(\\w+)"));
    }
  }

  private static String number(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  /** As terraform-docs writes them. */
  private static String tables() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("## Inputs\n\n| Name | Description | Type | Default | Required |\n");
    text.append("|------|-------------|------|---------|:--------:|\n");
    blocks("variables.tf").forEach((name, fields) -> text.append(input(name, fields)));
    text.append("\n## Outputs\n\n| Name | Description |\n|------|-------------|\n");
    blocks("outputs.tf")
        .forEach(
            (name, fields) ->
                text.append("| %s | %s |%n".formatted(name, unquoted(fields, "description"))));
    return text.toString();
  }

  private static String input(String name, Map<String, String> fields) {
    String fallback = fields.get("default");
    return "| %s | %s | `%s` | %s | %s |%n"
        .formatted(
            name,
            unquoted(fields, "description"),
            fields.get("type"),
            fallback == null ? "n/a" : "`" + fallback + "`",
            fallback == null ? "yes" : "no");
  }

  private static Map<String, Map<String, String>> blocks(String file) throws IOException {
    Map<String, Map<String, String>> blocks = new TreeMap<>();
    Matcher block = BLOCK.matcher(Files.readString(MODULE.resolve(file)));
    while (block.find()) {
      Map<String, String> fields = new TreeMap<>();
      Matcher field = FIELD.matcher(block.group(2));
      while (field.find()) {
        fields.put(field.group(1), field.group(2));
      }
      blocks.put(block.group(1), fields);
    }
    return blocks;
  }

  private static String unquoted(Map<String, String> fields, String name) {
    String text = fields.getOrDefault(name, "");
    assertThat(text).as(name).startsWith("\"").endsWith("\"");
    return text.substring(1, text.length() - 1).replace("|", "\\|");
  }
}
