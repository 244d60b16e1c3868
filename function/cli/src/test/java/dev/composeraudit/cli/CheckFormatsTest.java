package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckFormatsTest {
  private static final String HOUSE = "src/test/resources/policies/house";
  private static final String SUBJECT = "src/test/resources/subjects/composer-2.yaml";
  private static final String ENVIRONMENT = "src/test/resources/subjects/environment.yaml";
  private static final String SEVERAL = "src/test/resources/subjects/several.yaml";

  @ParameterizedTest
  @ValueSource(strings = {"csv", "sarif", "junit", "markdown", "html"})
  void eachFormIsAContract(String format) {
    Cli.Run run = check("--format", format);

    Golden.check("check." + format, run.out());
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void theTableSaysWhatToDoOnlyWhereRequestedTo() {
    assertThat(check().out()).doesNotContain("fix: ");
    Golden.check(
        "check-fix.txt",
        Cli.run("check", ENVIRONMENT, "--policy", "ip-masquerade-agent-enabled", "--fix").out());
  }

  @Test
  void severalFormatsAreWrittenInOneRun(@TempDir Path folder) throws IOException {
    Path sarif = folder.resolve("results.sarif");
    Path html = folder.resolve("report.html");

    Cli.Run run = check("--format", "sarif=" + sarif, "--format=html=" + html, "--format=json");

    assertThat(run.out()).startsWith("{\n  \"version\"").isEqualTo(check("--format=json").out());
    assertThat(Files.readString(sarif)).isEqualTo(check("--format=sarif").out());
    assertThat(Files.readString(html)).isEqualTo(check("--format=html").out());
  }

  @Test
  void whatGoesToFilesLeavesStandardOutputEmpty(@TempDir Path folder) {
    Cli.Run run = check("--format", "csv=" + folder.resolve("results.csv"));

    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void standardOutputHoldsOneFormatAndAFileTooAndAllAreKnown() {
    assertThat(check("--format=json", "--format=csv"))
        .isEqualTo(
            refusal(
                "--format: only one format can go to standard output; write the others"
                    + " to files, as in --format csv=FILE"));
    assertThat(check("--format=json=a", "--format=csv=a"))
        .isEqualTo(refusal("--format: two formats would be written to a"));
    assertThat(check("--format=xml"))
        .isEqualTo(
            refusal(
                "--format: xml is not a format of this command; its formats are table, json, ocsf,"
                    + " csv, sarif, junit, markdown, html"));
    assertThat(check("--format=json=").err()).contains("write NAME or NAME=FILE, not \"json=\"");
  }

  @Test
  void aFileThatCannotBeWrittenDoesNotKeepTheOthersFromBeingWritten(@TempDir Path folder) {
    Path good = folder.resolve("good.csv");

    Cli.Run run =
        check("--format=json=" + folder.resolve("absent/results.json"), "--format=csv=" + good);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("its folder does not exist").hasLineCount(1);
    assertThat(good).isNotEmptyFile();
  }

  @Test
  void whatCouldNotBeReadMakesEveryFormPartial() {
    for (String format : new String[] {"table", "json", "sarif", "junit", "markdown", "html"}) {
      Cli.Run run = Cli.run("check", SEVERAL, "--policies", HOUSE, "--format", format);

      assertThat(run.code()).isEqualTo(2);
      assertThat(run.out()).as(format).contains("kind must be Subject");
    }
    assertThat(Cli.run("check", SEVERAL, "--policies", HOUSE, "--format=json").out())
        .contains("\"partial\": true");
    assertThat(Cli.run("check", SEVERAL, "--policies", HOUSE, "--format=sarif").out())
        .contains("\"executionSuccessful\": false");
  }

  private static Cli.Run check(String... options) {
    String[] arguments = new String[5 + options.length];
    String[] first = {"check", SUBJECT, ENVIRONMENT, "--policies", HOUSE};
    System.arraycopy(first, 0, arguments, 0, first.length);
    System.arraycopy(options, 0, arguments, first.length, options.length);
    return Cli.run(arguments);
  }

  private static Cli.Run refusal(String message) {
    return new Cli.Run(2, "", message + System.lineSeparator());
  }
}
