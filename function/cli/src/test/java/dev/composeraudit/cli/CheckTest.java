package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckTest {
  private static final String HOUSE = "src/test/resources/policies/house";
  private static final String SUBJECT = "src/test/resources/subjects/composer-2.yaml";
  private static final String ENVIRONMENT = "src/test/resources/subjects/environment.yaml";
  private static final String SEVERAL = "src/test/resources/subjects/several.yaml";

  @Test
  void aPersonReadsWhatViolatesFirstAndWhatToDo() {
    Cli.Run run = Cli.run("check", SUBJECT, ENVIRONMENT, "--policies", HOUSE);

    Golden.check("check.txt", run.transcript());
  }

  @Test
  void theJsonFormIsAContract() {
    Cli.Run run = Cli.run("check", SUBJECT, ENVIRONMENT, "--policies", HOUSE, "--format", "json");

    Golden.check("check.json", run.out());
    assertThat(run.err()).isEmpty();
  }

  @Test
  void withoutOptionsTheProgramsOwnPoliciesJudge() {
    JsonObject agent = agent(Cli.run("check", ENVIRONMENT, "--format=json"));

    assertThat(agent.get("result").getAsString()).isEqualTo("FAIL");
    assertThat(agent.get("severity").getAsString()).isEqualTo("HIGH");
  }

  @Test
  void theExitCodeIsThatOfTheResultAndNotOfTheFormat() {
    for (String format : new String[] {"table", "json"}) {
      assertThat(check(SUBJECT, "pod-ranges", "LOW", format)).isZero();
      assertThat(check(SUBJECT, "owner-label", "LOW", format)).isEqualTo(1);
      assertThat(check(ENVIRONMENT, "pod-ranges", "never", format)).isZero();
      assertThat(check("no-such-file", "pod-ranges", "never", format)).isEqualTo(2);
    }
  }

  @Test
  void aViolationBelowTheThresholdIsShownAndForgiven() {
    Cli.Run run = Cli.run("check", SUBJECT, "--policies", HOUSE, "--policy", "small-pods");

    assertThat(run.out()).contains("FAIL");
    assertThat(run.code()).isZero();
    assertThat(check(SUBJECT, "small-pods", "informational", "table")).isEqualTo(1);
    assertThat(check(SUBJECT, "owner-label", "MEDIUM", "table")).isZero();
    assertThat(check(SUBJECT, "owner-label", "never", "table")).isZero();
  }

  @Test
  void whatCouldNotBeJudgedOutweighsWhatViolates() throws IOException {
    String blind =
        Files.readString(Path.of("src/test/resources/policies/failing/subjects/plain.yaml"))
            + "unknown: {cluster: {reason: PERMISSION_DENIED}}\n";

    Cli.Run run = Cli.runWith(blind, "check", "-", "--policies", HOUSE);

    assertThat(run.out()).contains("FAIL").contains("ERROR");
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void whatDoesNotExistYetDoesNotTouchTheExitCode() throws IOException {
    String creating =
        Files.readString(Path.of("src/test/resources/policies/failing/subjects/plain.yaml"))
            + "unknown: {cluster: {reason: NOT_YET}, subnetworks: {reason: NOT_YET}}\n";

    Cli.Run run =
        Cli.runWith(creating, "check", "-", "--policies", HOUSE, "--policy", "pod-ranges");

    assertThat(run.out()).contains("PENDING");
    assertThat(run.code()).isZero();
  }

  @Test
  void bindingsMayComeFromAFolderOfTheirOwn() {
    assertThat(Cli.run("check", SUBJECT, "--bindings", HOUSE).err())
        .contains("there is no policy \"owner-label\"");
    assertThat(
            Cli.run(
                    "check",
                    SUBJECT,
                    "--policies",
                    HOUSE,
                    "--bindings",
                    "src/test/resources/bindings",
                    "--policy",
                    "approved-region")
                .code())
        .isZero();
  }

  @Test
  void aFolderWithoutBindingsChangesNothingUnseen(@TempDir Path folder) throws IOException {
    assertThat(Cli.run("check", SUBJECT, "--bindings", folder.toString()).err())
        .contains("holds no bindings");

    Files.copy(Path.of(HOUSE, "small-pods/policy.yaml"), folder.resolve("bindings.yaml"));
    Cli.Run run = Cli.run("check", SUBJECT, "--bindings", folder.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("bindings.yaml:2:7: this is a policy, but the folder is for bindings");
  }

  @Test
  void aMalformedDocumentMakesTheWholeRunSuspect() {
    Cli.Run run = Cli.run("check", SEVERAL, "--policies", HOUSE, "--policy", "pod-ranges");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("several.yaml:8:7: ");
    assertThat(run.out()).contains("environments/first").contains("environments/third");
  }

  @Test
  void aPolicyThatDoesNotExistIsNotClean() {
    Cli.Run run = Cli.run("check", SUBJECT, "--policy", "no-such-policy");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("there is no policy \"no-such-policy\"");
  }

  @Test
  void aThresholdThatDoesNotExistIsAnErrorOfTheUser() {
    Cli.Run run = Cli.run("check", SUBJECT, "--fail-on", "awful");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--fail-on").contains("CRITICAL").contains("awful");
  }

  @Test
  void aFileThatIsNotThereIsNamedOnce() {
    Cli.Run run = Cli.run("check", "nowhere.json");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).contains("not judged: nowhere.json: no such file;");
  }

  private static int check(String file, String policy, String failOn, String format) {
    return Cli.run(
            "check",
            file,
            "--policies=" + HOUSE,
            "--policy=" + policy,
            "--fail-on=" + failOn,
            "--format=" + format)
        .code();
  }

  private static JsonObject agent(Cli.Run run) {
    for (JsonElement result :
        JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("results")) {
      JsonObject object = result.getAsJsonObject();
      if (object.get("policy").getAsString().equals("ip-masquerade-agent-enabled")) {
        return object;
      }
    }
    throw new AssertionError(run);
  }
}
