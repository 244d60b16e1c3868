package dev.composeraudit.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The roles that scripts/README.md asks for in the function's own project, held against the
 * commands that scripts/deploy and scripts/dashboards/deploy have. {@link DeployerRoles} does it
 * elsewhere.
 */
final class DeployerCommandsTest {
  private static final Path ROOT = Layout.current().root();
  private static final Path TABLE = Path.of("src/test/resources/deploy/deployer-commands.txt");

  /** A command that is run or read, or the end of one that grants a role. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?m)(?:^ *|run |start_(?:optional_)?read \\S+ |\" |\\()"
              + "(gcloud (?!is )[a-z].*|(?<=run )bq .*)$");

  /** What is at other places than the function's project; DeployerRoles knows those calls. */
  private static final Pattern ELSEWHERE =
      Pattern.compile("gcloud (?:organizations|resource-manager|compute|composer)\\b.*");

  /** A line of the table. */
  private record Row(String command, String role, String when) {}

  @Test
  void theTableHasEachCommandOfTheScripts() throws IOException {
    Set<String> known = rows().stream().map(Row::command).collect(Collectors.toSet());
    List<String> commands = commands();
    assertThat(commands).hasSizeGreaterThan(50);
    assertThat(commands)
        .filteredOn(command -> !ELSEWHERE.matcher(command).matches())
        .allSatisfy(command -> assertThat(known).anyMatch((command + " ")::startsWith));
  }

  @Test
  void theScriptsHaveEachCommandOfTheTable() throws IOException {
    List<String> commands = commands();
    for (Row row : rows()) {
      assertThat(commands).as(row.command()).anyMatch(it -> it.startsWith(row.command()));
    }
  }

  @Test
  void theReadmeNamesTheRolesOfTheTableAndNoOthers() throws IOException {
    List<String> lines =
        Files.readAllLines(ROOT.resolve("scripts/README.md")).stream()
            .dropWhile(line -> !line.equals("| when | roles in the function's project |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    Set<String> wanted = new TreeSet<>();
    rows().forEach(row -> wanted.add(row.when() + ": " + row.role()));
    Set<String> written = new TreeSet<>();
    for (String line : lines) {
      String when = line.substring(2).replaceFirst("( \\||[,;]).*", "");
      Pattern.compile("`(roles/[A-Za-z.]+)`")
          .matcher(line)
          .results()
          .forEach(role -> written.add(when + ": " + role.group(1)));
    }
    assertThat(written).isEqualTo(wanted);
  }

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" \\| ", -1))
        .map(columns -> new Row(columns[0], columns[2], columns[3]))
        .toList();
  }

  /** The commands, as far as they are words; a variable for a verb is left out. */
  private static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    for (Path script : scripts()) {
      String text =
          Files.readString(script).replaceAll("(?m)^ *#.*$", "").replaceAll("\\\\\n *", "");
      for (MatchResult command : COMMAND.matcher(text).results().toList()) {
        commands.add(words(command.group(1)));
      }
      if (text.contains("bigquery --format=json show")) {
        commands.add("bq show");
      }
    }
    return commands;
  }

  private static String words(String command) {
    return command
        .replaceFirst("^bq .*? (mk|query|update) .*", "bq $1")
        .replace("jobs \"$1\" pubsub", "jobs create pubsub")
        .replace("gcloud projects \"$2\"", "gcloud projects get-iam-policy")
        .replaceFirst(" [^a-z].*", "");
  }

  private static List<Path> scripts() throws IOException {
    try (Stream<Path> parts = Files.list(ROOT.resolve("scripts/deploy.d"))) {
      List<Path> scripts =
          new ArrayList<>(
              parts
                  .filter(it -> it.toString().endsWith(".sh"))
                  .filter(it -> !it.endsWith("removal.sh"))
                  .sorted()
                  .toList());
      scripts.add(ROOT.resolve("scripts/deploy"));
      scripts.add(ROOT.resolve("scripts/dashboards/deploy"));
      scripts.add(ROOT.resolve("scripts/dashboards/names.sh"));
      return scripts;
    }
  }
}
