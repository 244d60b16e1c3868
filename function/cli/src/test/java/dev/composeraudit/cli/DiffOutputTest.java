package dev.composeraudit.cli;

import static dev.composeraudit.cli.DiffFixture.PLANS;
import static dev.composeraudit.cli.DiffFixture.SUBJECT;
import static dev.composeraudit.cli.DiffFixture.named;
import static dev.composeraudit.cli.DiffFixture.only;
import static dev.composeraudit.cli.DiffFixture.ranges;
import static dev.composeraudit.cli.DiffFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What diff prints: as a table, as JSON and as the comment on a pull request. */
final class DiffOutputTest {
  private final DiffFixture files;

  DiffOutputTest(@TempDir Path folder) {
    files = new DiffFixture(folder);
  }

  @Test
  void theEffectOfAManifestReadsWell() throws IOException {
    Cli.Run run =
        Cli.run(
            "diff",
            SUBJECT,
            "--egress-policies",
            files.policy("default", "192.168.0.0/16", "10.200.0.0/14", "172.20.0.0/15"),
            "--bindings",
            files.bindings());

    Golden.check("diff.txt", run.transcript());
  }

  @Test
  void theJsonFormIsAContract() throws IOException {
    Cli.Run run =
        Cli.run(
            "diff",
            SUBJECT,
            "--format=json",
            "--egress-policies",
            files.policy("default", "192.168.0.0/16", "10.200.0.0/14", "172.20.0.0/15"),
            "--bindings",
            files.bindings());

    Golden.check("diff.json", run.out());
    assertThat(run.err()).isEmpty();
  }

  @Test
  void theCommentOnAPullRequestReadsWell() throws IOException {
    Path comment = files.folder.resolve("comment.md");
    Cli.Run run =
        Cli.run(
            "diff",
            SUBJECT,
            "--format=markdown=" + comment,
            "--egress-policies",
            files.policy("default", "192.168.0.0/16", "10.200.0.0/14", "172.20.0.0/15"),
            "--bindings",
            files.bindings());

    assertThat(run.code()).isEqualTo(1);
    Golden.check("diff.md", Files.readString(comment));
  }

  @Test
  void environmentsThatComeAndGoAreNamed() {
    Cli.Run run = Cli.run("diff", PLANS + "37-targeted/plan.json", PLANS + "02-false/plan.json");

    assertThat(run.out())
        .contains("environments/on (only before)")
        .contains("environments/off (only after)")
        .contains("WORSE    ip-masquerade-agent-enabled: no result -> FAIL")
        .contains("no environment is on both sides");
  }

  @Test
  void twoSetsOfPoliciesJudgeTheSameDocuments() throws IOException {
    Path old = copyOfPolicies("old");
    Path strict = copyOfPolicies("new");
    Files.copy(
        Path.of(files.bindings()).resolve("bindings.yaml"),
        strict.resolve("bindings.yaml"),
        StandardCopyOption.REPLACE_EXISTING);
    String sees = named("example-environment").replace("cidr: 192.168.0.0/16", "cidr: 10.0.0.0/8");
    String documents = files.write("documents.yaml", sees);

    Cli.Run run =
        Cli.run(
            "diff", "--policies", old.toString(), strict.toString(), documents, "--format=json");

    assertThat(run.code()).isEqualTo(1);
    JsonObject environment = only(run);
    assertThat(ranges(environment)).isEmpty();
    assertThat(environment.getAsJsonArray("results"))
        .anyMatch(
            result ->
                text(result, "policy").equals("destinations-see-an-accepted-source")
                    && text(result, "binding").equals("production")
                    && text(result, "destination").equals("billing")
                    && text(result, "effect").equals("WORSE"));

    // Read with one files.folder, both sides are judged by it.
    assertThat(Cli.run("diff", "--policies", strict.toString(), documents, documents).code())
        .isZero();
  }

  @Test
  void oneDestinationThatGetsWorseIsNotHiddenByAnotherThatGetsBetter() throws IOException {
    // Before, crm sees nodes and accepts Pods; after, billing sees Pods and accepts nodes.
    String after = files.policy("default", "192.168.0.0/16", "10.200.0.0/16", "172.20.5.7/32");

    Cli.Run run =
        Cli.run(
            "diff",
            SUBJECT,
            "--egress-policies",
            after,
            "--bindings",
            files.bindings(),
            "--format=json");

    assertThat(run.code()).isEqualTo(1);
    assertThat(only(run).getAsJsonArray("results"))
        .anyMatch(
            each ->
                text(each, "destination").equals("billing") && text(each, "effect").equals("WORSE"))
        .anyMatch(
            each ->
                text(each, "destination").equals("crm") && text(each, "effect").equals("BETTER"));
  }

  @Test
  void aCommentIsShortEnoughHoweverMuchDiffers() throws IOException {
    Files.createDirectories(files.folder.resolve("many-before"));
    Files.createDirectories(files.folder.resolve("many-after"));
    StringBuilder before = new StringBuilder();
    StringBuilder after = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      String text = named("environment-" + i);
      StringBuilder ranges = new StringBuilder("- cidr: 192.168.0.0/16");
      for (int j = 0; j < 10; j++) {
        ranges.append("\n        - cidr: 11.%d.%d.0/24".formatted(i, 2 * j));
      }
      before.append(text).append("\n---\n");
      after
          .append(text.replaceFirst("- cidr: 192.168.0.0/16", ranges.toString()))
          .append("\n---\n");
    }
    files.write("many-before/all.yaml", before.toString());
    files.write("many-after/all.yaml", after.toString());

    Cli.Run run =
        Cli.run(
            "diff",
            files.folder + "/many-before",
            files.folder + "/many-after",
            "--format=markdown");

    assertThat(run.out().length()).isBetween(50_000, 60_000);
    assertThat(run.out().contains(" more ranges")).isTrue();
  }

  @Test
  void textOfOthersDoesNothing() throws IOException {
    String results = Files.readString(Path.of(files.results(SUBJECT)));
    String hostile =
        files.write(
            "hostile.json",
            results.replace(
                "environments/example-environment", "<img src=x>|@team\\u001b[31m\\nWORSE"));
    String harmless = files.write("harmless.json", results);

    String table = Cli.run("diff", harmless, hostile).out();
    assertThat(table).doesNotContain("\u001b").doesNotContain("\nWORSE");
    String markdown = Cli.run("diff", harmless, hostile, "--format=markdown").out();
    assertThat(markdown)
        .contains("`projects/example-project/locations/us-central1/<img src=x>\u2223@team");
  }

  private Path copyOfPolicies(String name) throws IOException {
    Path policies = Path.of("../../policies");
    Path copy = files.folder.resolve(name);
    for (String policy :
        List.of("destinations-see-an-accepted-source", "ip-masquerade-agent-enabled")) {
      Files.createDirectories(copy.resolve(policy));
      Files.copy(
          policies.resolve(policy).resolve("policy.yaml"),
          copy.resolve(policy).resolve("policy.yaml"));
    }
    return copy;
  }
}
