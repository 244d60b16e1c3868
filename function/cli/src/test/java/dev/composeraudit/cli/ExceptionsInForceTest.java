package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lint, list and test say of bindings and exceptions; now is 2026-11-23. */
final class ExceptionsInForceTest {
  private static final String SUBJECT = "../../policies/subjects/composer-2.yaml";

  private static final String PENDING = "\"result\": \"PENDING\"";
  private static final String SKIPPED = "\"result\": \"SKIP\"";

  @TempDir private static Path folder;

  @BeforeAll
  static void write() throws IOException {
    Files.writeString(
        folder.resolve("exceptions.yaml"),
        exception("soon", "2026-12-20T00:00:00Z", "projects/*/locations/*/environments/*")
            + "---\n"
            + exception("gone", "2026-11-01T00:00:00Z", "projects/*/locations/*/environments/*")
            + "---\n"
            + exception(
                "later", "2027-03-31T00:00:00Z", "projects/none/locations/*/environments/*"));
  }

  private static String exception(String name, String until, String resource) {
    return """
    apiVersion: composer-audit/v1
    kind: PolicyException
    metadata: {name: %s}
    spec:
      policyRefs: [{kind: Policy, name: no-blanket-exemption}]
      matchResources: ["%s"]
      bindings: [nowhere]
      expiresAt: "%s"
      properties:
        approved-by: ciso@example.com
        reason: It goes in spring.
        owner: data@example.com
        ticket: NET-7
    """
        .formatted(name, resource, until);
  }

  @Test
  void lintWarnsOfWhatEndsAndOfWhatMatchesNothing() {
    Cli.Run run = Cli.run("lint", "--bindings=" + folder, "--subjects=" + SUBJECT);

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.err())
        .contains(
            "exception soon expires on 2026-12-20T00:00:00Z, in 26 days; owner data@example.com;"
                + " ticket NET-7 [expires-soon]",
            "exception gone expired on 2026-11-01T00:00:00Z, 22 days ago",
            "exceptions.yaml:8:",
            "exception later covers nothing under nowhere",
            "exception soon matches nothing: nothing that it covers is a violation",
            "exception later matches nothing: nothing that it covers was judged")
        .doesNotContain("exception later expires");
    assertThat(Cli.run("lint", "--bindings=" + folder).err()).doesNotContain("matches nothing");
  }

  /** The function does not start with it, so that check must not judge by it either. */
  @Test
  void whatJudgesRefusesAnExceptionForMoreThanAYear() throws IOException {
    Path bindings = Files.createDirectory(folder.resolve("long"));
    String all = "projects/*/locations/*/environments/*";
    Files.writeString(
        bindings.resolve("exceptions.yaml"), exception("long", "2028-01-01T00:00:00Z", all));

    Cli.Run run = Cli.run("check", SUBJECT, "--bindings=" + bindings);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("an exception lasts a year at most");
  }

  @Test
  void listShowsWhoAnswersAndHowManyDaysAreLeft() throws IOException {
    Path results = folder.resolve("results.json");
    Files.writeString(results, Cli.run("check", SUBJECT, "--format=json").out());

    Cli.Run run = Cli.run("list", "--exceptions", "--bindings=" + folder, "--results=" + results);

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out())
        .containsSubsequence(
            "gone", "22 days ago", "soon", "in 26 days", "owner data@example.com", "ticket NET-7")
        .contains("approved by ciso@example.com: It goes in spring.")
        .contains("matches nothing")
        .contains("3 exceptions: 1 expire within 30 days, 1 have expired");
  }

  @Test
  void testsBesideBindingsAreRunWithThem(@TempDir Path ours) throws IOException {
    Files.copy(Path.of(SUBJECT), ours.resolve("composer-2.yaml"));
    Files.createDirectories(ours.resolve("subjects"));
    Files.move(ours.resolve("composer-2.yaml"), ours.resolve("subjects/composer-2.yaml"));
    Files.writeString(
        ours.resolve("bindings.yaml"),
        """
        apiVersion: composer-audit/v1
        kind: PolicyBinding
        metadata: {name: data}
        spec:
          policyName: ip-masquerade-agent-enabled
          matchLabels: {team: data}
          severity: CRITICAL
        """);
    Files.writeString(
        ours.resolve("exceptions.yaml"),
        exception("agents", "2027-01-01T00:00:00Z", "projects/*/locations/*/environments/*")
            .replace("no-blanket-exemption", "ip-masquerade-agent-enabled")
            .replace("  bindings: [nowhere]\n", ""));
    Files.writeString(
        ours.resolve("tests.yaml"),
        """
        apiVersion: composer-audit/v1
        kind: PolicyTest
        policy: ip-masquerade-agent-enabled
        subject: subjects/composer-2.yaml
        cases:
          - name: not of the team
            withBindings: true
            expect: {result: SKIP, messages: [no binding matches]}
          - name: accepted for now
            withBindings: true
            patch: &off {environment: {labels: {team: data}, config: {nodeConfig: {enableIpMasqAgent: false}}}}
            expect: {result: EXEMPT, exception: agents}
        """
            .replace("&off ", ""));
    String expired =
        """
          - name: not any more
            withBindings: true
            now: "2027-01-01T00:00:00Z"
            patch: {environment: {labels: {team: data}, config: {nodeConfig: {enableIpMasqAgent: false}}}}
            expect: {result: FAIL, severity: SEVERITY, messages: [exception agents expired]}
        """;
    String tests = Files.readString(ours.resolve("tests.yaml"));

    Files.writeString(ours.resolve("tests.yaml"), tests + expired.replace("SEVERITY", "CRITICAL"));
    Cli.Run passed = Cli.run("test", "--bindings=" + ours);
    assertThat(passed.code()).as(passed.toString()).isZero();
    assertThat(passed.out()).contains("3 passed");

    Files.writeString(ours.resolve("tests.yaml"), tests + expired.replace("SEVERITY", "LOW"));
    Cli.Run failed = Cli.run("test", "--bindings=" + ours);
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.out()).contains("severity: expected LOW, actual CRITICAL");
    assertThat(Cli.run("lint", "--bindings=" + ours).code()).isZero();
  }

  @Test
  void aCaseWithBindingsHasNoParametersOfItsOwn(@TempDir Path ours) throws IOException {
    Files.writeString(
        ours.resolve("exceptions.yaml"),
        exception("agents", "2027-01-01T00:00:00Z", "projects/*/locations/*/environments/*"));
    Files.writeString(
        ours.resolve("tests.yaml"),
        """
        apiVersion: composer-audit/v1
        kind: PolicyTest
        policy: no-blanket-exemption
        subject: ../subjects/composer-2.yaml
        cases:
          - {name: one, withBindings: true, parameters: {mostOfPrivate: 1.0}, expect: {result: PASS}}
          - {name: two, expect: {result: EXEMPT, exception: agents}}
        """);

    Cli.Run run = Cli.run("test", "--bindings=" + ours);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err() + run.out())
        .contains("not allowed with withBindings: true")
        .contains("severity and exception need withBindings: true in the case");
  }

  @Test
  void aLabelThatAPlanDoesNotKnowYetIsPendingAndNotAnotherTeams(@TempDir Path ours)
      throws IOException {
    Files.writeString(
        ours.resolve("bindings.yaml"),
        """
        apiVersion: composer-audit/v1
        kind: PolicyBinding
        metadata: {name: data}
        spec:
          policyName: ip-masquerade-agent-enabled
          matchLabels: {team: data}
        """);
    assertThat(planned(ours, "true")).contains(PENDING).doesNotContain(SKIPPED);
    assertThat(planned(ours, "{\"team\": true}")).contains(PENDING).doesNotContain(SKIPPED);
  }

  private static String planned(Path ours, String unknownLabels) throws IOException {
    String plan =
        Files.readString(Path.of("src/test/resources/terraform-plans/02-false/plan.json"));
    JsonObject json = JsonParser.parseString(plan).getAsJsonObject();
    for (JsonElement each : json.getAsJsonArray("resource_changes")) {
      JsonObject change = each.getAsJsonObject().getAsJsonObject("change");
      JsonObject after = change.getAsJsonObject("after");
      JsonObject unknown = change.getAsJsonObject("after_unknown");
      for (String labels : List.of("labels", "effective_labels")) {
        after.add(labels, new JsonObject());
        unknown.add(labels, JsonParser.parseString(unknownLabels));
      }
    }
    Path file = Files.writeString(ours.resolve("plan.json"), json.toString());
    return Cli.run(
            "check",
            file.toString(),
            "--bindings=" + ours,
            "--policy=ip-masquerade-agent-enabled",
            "--format=json")
        .out();
  }
}
