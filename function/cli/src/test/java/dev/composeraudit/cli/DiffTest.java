package dev.composeraudit.cli;

import static dev.composeraudit.cli.DiffFixture.PLANS;
import static dev.composeraudit.cli.DiffFixture.SUBJECT;
import static dev.composeraudit.cli.DiffFixture.environments;
import static dev.composeraudit.cli.DiffFixture.named;
import static dev.composeraudit.cli.DiffFixture.only;
import static dev.composeraudit.cli.DiffFixture.ranges;
import static dev.composeraudit.cli.DiffFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change would do, told of every kind of input. */
final class DiffTest {
  private final DiffFixture files;

  DiffTest(@TempDir Path folder) {
    files = new DiffFixture(folder);
  }

  private static final String STANDARD = "../../policies/subjects/composer-1.yaml";
  private static final String TWO_POLICIES =
      "../auditor/src/test/resources/kube-apiserver/list-two-policies.json";

  @ParameterizedTest
  @ValueSource(
      strings = {
        SUBJECT,
        STANDARD,
        "src/test/resources/subjects/composer-3.yaml",
        "src/test/resources/subjects/environment.yaml",
        PLANS + "01-true/plan.json",
        PLANS + "08-unknown-by-reference/plan.json",
        PLANS + "10-count-mixed/plan.json",
        PLANS + "33-sensitive/plan.json",
        PLANS + "40-state/state.json",
        PLANS + "kcc/07-many-documents/manifest.yaml",
        PLANS + "rest/05-no-image/body.json"
      })
  void nothingDiffersFromItself(String document) throws IOException {
    Cli.Run run = Cli.run("diff", document, document, "--format=json");

    assertThat(environments(run)).isEmpty();
    assertThat(run.code()).as(run.err()).isZero();

    // Its own results do not differ from it either.
    String results = files.results(document);
    assertThat(environments(Cli.run("diff", results, document, "--format=json"))).isEmpty();
    assertThat(environments(Cli.run("diff", results, results, "--format=json"))).isEmpty();
  }

  @Test
  void aManifestChangesThePolicyOfItsNameAlone() throws IOException {
    String added = files.policy("more", "172.16.0.0/12");
    JsonObject environment =
        only(Cli.run("diff", SUBJECT, "--egress-policies", added, "--format=json"));

    assertThat(ranges(environment)).containsExactly("172.16.0.0-172.31.255.255 NODE POD");

    // A list is all that there is: the policy default is gone, and what then holds is not known.
    String list =
        files.write(
            "list.yaml",
            "kind: List\nitems:\n- " + Files.readString(Path.of(added)).indent(2).strip());
    Cli.Run whole = Cli.run("diff", SUBJECT, "--egress-policies", list, "--format=json");
    assertThat(whole.code()).isEqualTo(1);
    assertThat(ranges(only(whole)))
        .contains("172.32.0.0-192.167.255.255 NODE UNKNOWN")
        .contains("172.16.0.0-172.31.255.255 NODE POD");
  }

  @Test
  void anObjectThatDoesNotSayWhatItIsIsRefused() throws IOException {
    String policy = Files.readString(Path.of(files.policy("more", "172.16.0.0/12"))).indent(2);
    String list =
        files.write(
            "list.yaml",
            "apiVersion: v1\nkind: List\nitems:\n- %s- kind: EgressNATPolicy\n  metadata: {name: all}\n"
                .formatted(policy.stripLeading()));

    Cli.Run run = Cli.run("diff", SUBJECT, "--egress-policies", list);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("has an object that does not say what it is");
  }

  @Test
  void whatTheKubernetesApiAnswersIsAList() throws IOException {
    JsonObject answer =
        JsonParser.parseString(Files.readString(Path.of(TWO_POLICIES))).getAsJsonObject();
    String list = files.write("policies.json", answer.get("body").getAsString());

    JsonObject environment =
        only(Cli.run("diff", SUBJECT, "--egress-policies", list, "--format=json"));

    // Both policies list 10.0.0.0/8; the cluster's own nodes kept their source before, too.
    assertThat(ranges(environment))
        .containsExactly("10.0.0.0-10.9.255.255 NODE POD", "10.10.16.0-10.255.255.255 NODE POD");
  }

  @Test
  void policiesMustBeKnownBeforeSomeOfThemCanBeChanged() throws IOException {
    String subject = Files.readString(Path.of(SUBJECT));
    String unknown =
        files.write("unknown.yaml", subject.substring(0, subject.indexOf("egressNatPolicies:")));
    String changed = files.policy("default", "10.0.0.0/8");

    Cli.Run run = Cli.run("diff", unknown, "--egress-policies", changed);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("give all as one list");
  }

  @Test
  void ofSeveralEnvironmentsTheUserSaysWhosePoliciesChange() throws IOException {
    String two = files.write("two.yaml", named("one") + "\n---\n" + named("two"));
    String changed = files.policy("default", "10.0.0.0/8");

    Cli.Run open = Cli.run("diff", two, "--egress-policies", changed);
    assertThat(open.code()).isEqualTo(2);
    assertThat(open.err()).contains("which of 2 environments");

    Cli.Run told = Cli.run("diff", two, "--egress-policies", "two=" + changed, "--format=json");
    assertThat(only(told).get("environment").getAsString()).endsWith("/two");
  }

  @Test
  void anAgentsListThatIsNotObeyedMakesItsDestinationsUnknown() throws IOException {
    String text = Files.readString(Path.of(STANDARD));
    String changed =
        files.write(
            "standard.yaml",
            text.replaceAll("nonMasqueradeCIDRs:", "nonMasqueradeCIDRs: [10.0.0.1/8] #"));
    assertThat(Files.readString(Path.of(changed))).isNotEqualTo(text);

    Cli.Run run = Cli.run("diff", STANDARD, changed, "--format=json");

    assertThat(run.code()).isEqualTo(1);
    assertThat(ranges(only(run))).anyMatch(range -> range.endsWith(" UNKNOWN"));
  }

  @Test
  void ofTwoPlansTheResultsThatDifferAreShown() throws IOException {
    String off =
        files.write(
            "plan.json",
            Files.readString(Path.of(PLANS + "02-false/plan.json"))
                .replace("\"off\"", "\"on\"")
                .replace("google_composer_environment.off", "google_composer_environment.on"));

    Cli.Run worse = Cli.run("diff", PLANS + "01-true/plan.json", off);
    assertThat(worse.code()).as(worse.out()).isEqualTo(1);
    assertThat(worse.out())
        .contains("WORSE    ip-masquerade-agent-enabled: PASS -> FAIL (HIGH)")
        .contains("not enabled, and cannot be enabled later");

    Cli.Run better = Cli.run("diff", off, PLANS + "01-true/plan.json");
    assertThat(better.code()).isZero();
    assertThat(better.out()).contains("BETTER   ip-masquerade-agent-enabled: FAIL (HIGH) -> PASS");
  }

  @Test
  void aFolderStandsForTheFilesInIt() throws IOException {
    for (String side : List.of("before", "after")) {
      Files.createDirectories(files.folder.resolve(side + "/deep"));
      Files.createDirectories(files.folder.resolve(side + "/.git"));
      files.write(side + "/one.yaml", named("one"));
      files.write(side + "/deep/two.yaml", named("two"));
      files.write(side + "/.git/ignored.yaml", "no: document");
      files.write(side + "/README.md", "# neither");
    }
    files.write("after/deep/two.yaml", named("two").replace("192.168.0.0/16", "192.168.0.0/17"));

    Cli.Run run =
        Cli.run("diff", files.folder + "/before", files.folder + "/after", "--format=json");

    assertThat(only(run).get("environment").getAsString()).endsWith("/two");
    assertThat(summary(run).get("compared").getAsInt()).isEqualTo(2);
    assertThat(only(run).getAsJsonArray("notes"))
        .anyMatch(note -> note.getAsString().startsWith("Pod addresses: 192.168.0.0/16 before"));
  }

  @Test
  void anEnvironmentThatIsDescribedTwiceIsAnError() throws IOException {
    Files.createDirectories(files.folder.resolve("twice"));
    files.write("twice/a.yaml", named("one"));
    files.write("twice/b.yaml", named("one"));

    Cli.Run run = Cli.run("diff", files.folder + "/twice", SUBJECT);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).contains("is described twice");
  }

  @Test
  void ofAResultFileOnlyResultsAreCompared() throws IOException {
    String before = files.results(SUBJECT);
    String changed =
        files.write(
            "changed.yaml",
            named("example-environment")
                .replace("enableIpMasqAgent: true", "enableIpMasqAgent: false"));

    Cli.Run run = Cli.run("diff", before, changed);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("ip-masquerade-agent-enabled: PASS -> FAIL")
        .contains("destinations were not compared");
  }

  @Test
  void policiesThatAResultFileLeavesOutAreNamedAndNotCompared() throws IOException {
    Cli.Run checked =
        Cli.run("check", SUBJECT, "--format=json", "--policy=ip-masquerade-agent-enabled");
    String some = files.write("some.json", checked.out());

    Cli.Run run = Cli.run("diff", some, SUBJECT);

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("one side has no results of them")
        .contains("no-blanket-exemption");
  }

  @Test
  void aPartialResultFileMakesTheComparisonPartial() throws IOException {
    JsonObject results =
        JsonParser.parseString(Files.readString(Path.of(files.results(SUBJECT)))).getAsJsonObject();
    JsonObject missing = new JsonObject();
    missing.addProperty("what", "projects/other");
    missing.addProperty("why", "permission denied");
    results.getAsJsonArray("missing").add(missing);
    String partial = files.write("partial.json", results.toString());

    Cli.Run run = Cli.run("diff", partial, SUBJECT);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).contains("projects/other: permission denied");
  }

  @Test
  void whatCannotBeReadIsAnErrorEvenIfNothingElseDiffers() throws IOException {
    String malformed = files.write("malformed.yaml", named("one") + "\n---\nkind: Subject\n");

    Cli.Run run = Cli.run("diff", malformed, malformed);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).contains("not everything could be read");
    assertThat(Cli.run("diff", SUBJECT, "nowhere.yaml").code()).isEqualTo(2);
    assertThat(Cli.run("diff", SUBJECT, files.write("empty.json", "[]")).code()).isEqualTo(2);
    assertThat(Cli.run("diff", SUBJECT, files.write("half.json", "{\"results\": [")).code())
        .isEqualTo(2);
  }

  @Test
  void aCommandLineWithoutTwoSidesIsExplained() {
    assertThat(Cli.run("diff", SUBJECT).err()).contains("give BEFORE and AFTER");
    assertThat(Cli.run("diff", SUBJECT).code()).isEqualTo(2);
    assertThat(Cli.run("diff", SUBJECT, SUBJECT, SUBJECT).code()).isEqualTo(2);
    assertThat(Cli.run("diff", SUBJECT, SUBJECT, "--policy=none").err())
        .contains("there is no policy \"none\"");
  }

  @Test
  void standardInputIsReadOnceAndUsedTwice() throws IOException {
    String added = files.policy("more", "172.16.0.0/12");

    Cli.Run run =
        Cli.runWith(
            Files.readString(Path.of(SUBJECT)),
            "diff",
            "-",
            "--egress-policies",
            added,
            "--format=json");

    assertThat(ranges(only(run))).hasSize(1);
  }

  @Test
  void aMoveToComposer3IsNotComparedByItsDestinations() throws IOException {
    String three =
        files.write(
            "three.yaml", named("example-environment").replace("composer-2.14.1", "composer-3"));

    Cli.Run run = Cli.run("diff", SUBJECT, three, "--format=json");

    JsonObject environment = only(run);
    assertThat(ranges(environment)).isEmpty();
    assertThat(environment.getAsJsonArray("notes").toString()).contains("Composer 3");
  }

  private static JsonObject summary(Cli.Run run) {
    return JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonObject("summary");
  }
}
