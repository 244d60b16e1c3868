package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change would do, told of every kind of input. */
final class DiffTest {
  private static final String SUBJECT = "../../policies/subjects/composer-2.yaml";
  private static final String STANDARD = "../../policies/subjects/composer-1.yaml";
  private static final String PLANS = "src/test/resources/terraform-plans/";
  private static final String TWO_POLICIES =
      "../auditor/src/test/resources/kube-apiserver/list-two-policies.json";

  @TempDir private Path folder;

  @Test
  void theEffectOfAManifestReadsWell() throws IOException {
    Cli.Run run =
        Cli.run(
            "diff",
            SUBJECT,
            "--egress-policies",
            policy("default", "192.168.0.0/16", "10.200.0.0/14", "172.20.0.0/15"),
            "--bindings",
            bindings());

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
            policy("default", "192.168.0.0/16", "10.200.0.0/14", "172.20.0.0/15"),
            "--bindings",
            bindings());

    Golden.check("diff.json", run.out());
    assertThat(run.err()).isEmpty();
  }

  @Test
  void theCommentOnAPullRequestReadsWell() throws IOException {
    Path comment = folder.resolve("comment.md");
    Cli.Run run =
        Cli.run(
            "diff",
            SUBJECT,
            "--format=markdown=" + comment,
            "--egress-policies",
            policy("default", "192.168.0.0/16", "10.200.0.0/14", "172.20.0.0/15"),
            "--bindings",
            bindings());

    assertThat(run.code()).isEqualTo(1);
    Golden.check("diff.md", Files.readString(comment));
  }

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
    String results = results(document);
    assertThat(environments(Cli.run("diff", results, document, "--format=json"))).isEmpty();
    assertThat(environments(Cli.run("diff", results, results, "--format=json"))).isEmpty();
  }

  @Test
  void aManifestChangesThePolicyOfItsNameAlone() throws IOException {
    String added = policy("more", "172.16.0.0/12");
    JsonObject environment =
        only(Cli.run("diff", SUBJECT, "--egress-policies", added, "--format=json"));

    assertThat(ranges(environment)).containsExactly("172.16.0.0-172.31.255.255 NODE POD");

    // A list is all that there is: the policy default is gone, and what then holds is not known.
    String list =
        write(
            "list.yaml",
            "kind: List\nitems:\n- " + Files.readString(Path.of(added)).indent(2).strip());
    Cli.Run whole = Cli.run("diff", SUBJECT, "--egress-policies", list, "--format=json");
    assertThat(whole.code()).isEqualTo(1);
    assertThat(ranges(only(whole)))
        .contains("172.32.0.0-192.167.255.255 NODE UNKNOWN")
        .contains("172.16.0.0-172.31.255.255 NODE POD");
  }

  @Test
  void whatTheKubernetesApiAnswersIsAList() throws IOException {
    JsonObject answer =
        JsonParser.parseString(Files.readString(Path.of(TWO_POLICIES))).getAsJsonObject();
    String list = write("policies.json", answer.get("body").getAsString());

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
        write("unknown.yaml", subject.substring(0, subject.indexOf("egressNatPolicies:")));
    String changed = policy("default", "10.0.0.0/8");

    Cli.Run run = Cli.run("diff", unknown, "--egress-policies", changed);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("give all as one list");
  }

  @Test
  void ofSeveralEnvironmentsTheUserSaysWhosePoliciesChange() throws IOException {
    String two = write("two.yaml", named("one") + "\n---\n" + named("two"));
    String changed = policy("default", "10.0.0.0/8");

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
        write(
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
        write(
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
  void environmentsThatComeAndGoAreNamed() {
    Cli.Run run = Cli.run("diff", PLANS + "37-targeted/plan.json", PLANS + "02-false/plan.json");

    assertThat(run.out())
        .contains("environments/on (only before)")
        .contains("environments/off (only after)")
        .contains("WORSE    ip-masquerade-agent-enabled: no result -> FAIL")
        .contains("no environment is on both sides");
  }

  @Test
  void aFolderStandsForTheFilesInIt() throws IOException {
    for (String side : List.of("before", "after")) {
      Files.createDirectories(folder.resolve(side + "/deep"));
      Files.createDirectories(folder.resolve(side + "/.git"));
      write(side + "/one.yaml", named("one"));
      write(side + "/deep/two.yaml", named("two"));
      write(side + "/.git/ignored.yaml", "no: document");
      write(side + "/README.md", "# neither");
    }
    write("after/deep/two.yaml", named("two").replace("192.168.0.0/16", "192.168.0.0/17"));

    Cli.Run run = Cli.run("diff", folder + "/before", folder + "/after", "--format=json");

    assertThat(only(run).get("environment").getAsString()).endsWith("/two");
    assertThat(summary(run).get("compared").getAsInt()).isEqualTo(2);
    assertThat(only(run).getAsJsonArray("notes"))
        .anyMatch(note -> note.getAsString().startsWith("Pod addresses: 192.168.0.0/16 before"));
  }

  @Test
  void anEnvironmentThatIsDescribedTwiceIsAnError() throws IOException {
    Files.createDirectories(folder.resolve("twice"));
    write("twice/a.yaml", named("one"));
    write("twice/b.yaml", named("one"));

    Cli.Run run = Cli.run("diff", folder + "/twice", SUBJECT);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).contains("is described twice");
  }

  @Test
  void ofAResultFileOnlyResultsAreCompared() throws IOException {
    String before = results(SUBJECT);
    String changed =
        write(
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
    String some = write("some.json", checked.out());

    Cli.Run run = Cli.run("diff", some, SUBJECT);

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("one side has no results of them")
        .contains("no-blanket-exemption");
  }

  @Test
  void aPartialResultFileMakesTheComparisonPartial() throws IOException {
    JsonObject results =
        JsonParser.parseString(Files.readString(Path.of(results(SUBJECT)))).getAsJsonObject();
    JsonObject missing = new JsonObject();
    missing.addProperty("what", "projects/other");
    missing.addProperty("why", "permission denied");
    results.getAsJsonArray("missing").add(missing);
    String partial = write("partial.json", results.toString());

    Cli.Run run = Cli.run("diff", partial, SUBJECT);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).contains("projects/other: permission denied");
  }

  @Test
  void twoSetsOfPoliciesJudgeTheSameDocuments() throws IOException {
    Path old = copyOfPolicies("old");
    Path strict = copyOfPolicies("new");
    Files.copy(
        Path.of(bindings()).resolve("bindings.yaml"),
        strict.resolve("bindings.yaml"),
        StandardCopyOption.REPLACE_EXISTING);
    String sees = named("example-environment").replace("cidr: 192.168.0.0/16", "cidr: 10.0.0.0/8");
    String documents = write("documents.yaml", sees);

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

    // Read with one folder, both sides are judged by it.
    assertThat(Cli.run("diff", "--policies", strict.toString(), documents, documents).code())
        .isZero();
  }

  @Test
  void oneDestinationThatGetsWorseIsNotHiddenByAnotherThatGetsBetter() throws IOException {
    // Before, crm sees nodes and accepts Pods; after, billing sees Pods and accepts nodes.
    String after = policy("default", "192.168.0.0/16", "10.200.0.0/16", "172.20.5.7/32");

    Cli.Run run =
        Cli.run(
            "diff", SUBJECT, "--egress-policies", after, "--bindings", bindings(), "--format=json");

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
  void whatCannotBeReadIsAnErrorEvenIfNothingElseDiffers() throws IOException {
    String malformed = write("malformed.yaml", named("one") + "\n---\nkind: Subject\n");

    Cli.Run run = Cli.run("diff", malformed, malformed);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).contains("not everything could be read");
    assertThat(Cli.run("diff", SUBJECT, "nowhere.yaml").code()).isEqualTo(2);
    assertThat(Cli.run("diff", SUBJECT, write("empty.json", "[]")).code()).isEqualTo(2);
    assertThat(Cli.run("diff", SUBJECT, write("half.json", "{\"results\": [")).code()).isEqualTo(2);
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
    String added = policy("more", "172.16.0.0/12");

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
        write("three.yaml", named("example-environment").replace("composer-2.14.1", "composer-3"));

    Cli.Run run = Cli.run("diff", SUBJECT, three, "--format=json");

    JsonObject environment = only(run);
    assertThat(ranges(environment)).isEmpty();
    assertThat(environment.getAsJsonArray("notes").toString()).contains("Composer 3");
  }

  @Test
  void aCommentIsShortEnoughHoweverMuchDiffers() throws IOException {
    Files.createDirectories(folder.resolve("many-before"));
    Files.createDirectories(folder.resolve("many-after"));
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
    write("many-before/all.yaml", before.toString());
    write("many-after/all.yaml", after.toString());

    Cli.Run run =
        Cli.run("diff", folder + "/many-before", folder + "/many-after", "--format=markdown");

    assertThat(run.out().length()).isBetween(50_000, 60_000);
    assertThat(run.out().contains(" more ranges")).isTrue();
  }

  @Test
  void textOfOthersDoesNothing() throws IOException {
    String results = Files.readString(Path.of(results(SUBJECT)));
    String hostile =
        write(
            "hostile.json",
            results.replace(
                "environments/example-environment", "<img src=x>|@team\\u001b[31m\\nWORSE"));
    String harmless = write("harmless.json", results);

    String table = Cli.run("diff", harmless, hostile).out();
    assertThat(table).doesNotContain("\u001b").doesNotContain("\nWORSE");
    String markdown = Cli.run("diff", harmless, hostile, "--format=markdown").out();
    assertThat(markdown)
        .contains("`projects/example-project/locations/us-central1/<img src=x>\u2223@team");
  }

  private static JsonObject only(Cli.Run run) {
    JsonArray environments = environments(run);
    assertThat(environments).as(run.out() + run.err()).hasSize(1);
    return environments.get(0).getAsJsonObject();
  }

  private static JsonArray environments(Cli.Run run) {
    assertThat(run.out()).as(run.err()).isNotEmpty();
    return JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("environments");
  }

  private static JsonObject summary(Cli.Run run) {
    return JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonObject("summary");
  }

  private static List<String> ranges(JsonObject environment) {
    List<String> ranges = new ArrayList<>();
    for (JsonElement each : environment.getAsJsonArray("ranges")) {
      ranges.add(
          "%s-%s %s %s"
              .formatted(
                  text(each, "first"),
                  text(each, "last"),
                  text(each, "before"),
                  text(each, "after")));
    }
    return ranges;
  }

  private static String text(JsonElement object, String key) {
    return object.getAsJsonObject().get(key).getAsString();
  }

  /** The subject under another name. */
  private static String named(String name) throws IOException {
    return Files.readString(Path.of(SUBJECT))
        .replace("environments/example-environment", "environments/" + name);
  }

  private String results(String document) throws IOException {
    return write("results.json", Cli.run("check", document, "--format=json").out());
  }

  private String policy(String name, String... cidrs) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("apiVersion: networking.gke.io/v1\nkind: EgressNATPolicy\n");
    text.append("metadata:\n  name: " + name + "\nspec:\n  action: NoSNAT\n  destinations:\n");
    for (String cidr : cidrs) {
      text.append("    - cidr: " + cidr + "\n");
    }
    return write(name + ".yaml", text.toString());
  }

  private String bindings() throws IOException {
    Files.createDirectories(folder.resolve("bindings"));
    write(
        "bindings/bindings.yaml",
        """
        apiVersion: composer-audit/v1
        kind: PolicyBinding
        metadata:
          name: production
        spec:
          policyName: destinations-see-an-accepted-source
          parameters:
            destinations:
              - {name: billing, cidr: 10.200.0.0/16, acceptedSources: [10.0.0.0/8]}
              - {name: crm, cidr: 172.20.5.7/32, acceptedSources: [192.168.0.0/16]}
        """);
    return folder.resolve("bindings").toString();
  }

  private Path copyOfPolicies(String name) throws IOException {
    Path policies = Path.of("../../policies");
    Path copy = folder.resolve(name);
    for (String policy :
        List.of("destinations-see-an-accepted-source", "ip-masquerade-agent-enabled")) {
      Files.createDirectories(copy.resolve(policy));
      Files.copy(
          policies.resolve(policy).resolve("policy.yaml"),
          copy.resolve(policy).resolve("policy.yaml"));
    }
    return copy;
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
