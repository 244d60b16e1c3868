package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExplainTest {
  private static final String SUBJECT = "src/test/resources/subjects/composer-2.yaml";
  private static final String SEVERAL = "src/test/resources/subjects/several.yaml";
  private static final String ENVIRONMENT = "src/test/resources/subjects/environment.yaml";

  @Test
  void aTraceReadsWell() {
    Cli.Run run =
        Cli.run(
            "explain",
            SUBJECT,
            "-d",
            "10.200.0.10",
            "10.20.0.0/14",
            "10.10.0.2",
            "--accepts",
            "10.0.0.0/8");

    Golden.check("explain.txt", run.transcript());
  }

  @Test
  void theJsonFormIsAContract() {
    Cli.Run run =
        Cli.run(
            "explain",
            SUBJECT,
            "--destination=10.200.0.10,10.20.0.0/15",
            "--accepts",
            "10.0.0.0/8",
            "--format",
            "json");

    Golden.check("explain.json", run.out());
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void acceptanceIsOnlyShownWhereAFirewallWasGiven() {
    JsonObject result = json(Cli.run("explain", SUBJECT, "-d", "8.8.8.8", "--format", "json"));

    assertThat(result.keySet())
        .containsExactly(
            "file", "subject", "destination", "source", "leavesCluster", "reason", "parts");
  }

  @Test
  void valuesOfAnOptionMayStandBeforeTheFiles() {
    Cli.Run run = Cli.run("explain", "-d", "10.200.0.10", "2001:db8::1", SUBJECT, "--format=json");

    assertThat(JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("results"))
        .hasSize(2);
  }

  @Test
  void standardInputIsAFileNamedDash() throws IOException {
    Cli.Run run =
        Cli.runWith(
            Files.readString(Path.of(SUBJECT)), "explain", "-", "-d", "8.8.8.8", "--format=json");

    assertThat(json(run).get("file").getAsString()).isEqualTo("-");
    assertThat(json(run).get("source").getAsString()).isEqualTo("NODE");
  }

  @Test
  void aMalformedDocumentDoesNotKeepTheOthersFromBeingExplained() {
    Cli.Run run = Cli.run("explain", SEVERAL, SUBJECT, "nowhere.yaml", "-d", "10.20.0.1");

    Golden.check("explain-malformed.txt", run.transcript());
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void everyMalformedRangeOfTheCommandLineIsReportedAtOnce() {
    Cli.Run run =
        Cli.run(
            "explain", SUBJECT, "-d", "10.0.0.300", "-d", "10.0.0.1/8", "--accepts", "10.0.0.0/33");

    Golden.check("explain-ranges.txt", run.transcript());
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void anEnvironmentAloneIsUnknownRatherThanGuessed() {
    JsonObject result = json(Cli.run("explain", ENVIRONMENT, "-d", "10.0.0.1", "--format=json"));

    assertThat(result.get("source").getAsString()).isEqualTo("UNKNOWN");
  }

  @Test
  void whatIsNotUtf8IsRejectedWithItsPlace(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("latin-1.yaml");
    Files.write(file, new byte[] {'a', ':', '\n', ' ', (byte) 0xe9});

    Cli.Run run = Cli.run("explain", file.toString(), "-d", "10.0.0.1");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith(file + ":2:2: ");
  }

  @Test
  void anEmptyDocumentIsAnError() {
    Cli.Run run = Cli.runWith("# nothing\n", "explain", "-", "-d", "10.0.0.1");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("-:1:1: ");
  }

  @Test
  void withoutADestinationThereIsNothingToExplain() {
    Cli.Run run = Cli.run("explain", SUBJECT);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--destination");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aFileThatDoesNotExistIsNamed() {
    Cli.Run run = Cli.run("explain", "nowhere.yaml", "-d", "10.0.0.1");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).isEqualToIgnoringNewLines("nowhere.yaml: no such file");
  }

  @Test
  void coloursAreOnlyForThoseWhoSeeThem() {
    assertThat(Cli.runColoured("explain", SUBJECT, "-d", "8.8.8.8").out()).contains("\u001b[32m");
    assertThat(Cli.run("explain", SUBJECT, "-d", "8.8.8.8").out()).doesNotContain("\u001b");
  }

  private static JsonObject json(Cli.Run run) {
    return JsonParser.parseString(run.out())
        .getAsJsonObject()
        .getAsJsonArray("results")
        .get(0)
        .getAsJsonObject();
  }
}
