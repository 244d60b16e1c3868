package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.PackagedPolicies;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.Subjects;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command accept: from results to exceptions, and back to results. */
final class AcceptTest {
  private static final String AGENT = "ip-masquerade-agent-enabled";
  private static final String UNTIL = "--until=2027-03-31";

  @TempDir private Path folder;

  private static String name(int number) {
    return "projects/acme-data/locations/europe-west1/environments/env-" + number;
  }

  /** Environments without a cluster of which some violate by their flag alone. */
  private static String environments(int from, int to, int agentFrom) {
    StringBuilder json = new StringBuilder("[");
    for (int i = from; i < to; i++) {
      json.append(i == from ? "" : ",")
          .append(
              """
              {"name": "%s", "state": "RUNNING", "config": {
                "softwareConfig": {"imageVersion": "composer-2.9.7-airflow-2.9.3"},
                "nodeConfig": {"enableIpMasqAgent": %s}}}
              """
                  .formatted(name(i), i >= agentFrom));
    }
    return json.append("]").toString();
  }

  private Path check(String environments, String... more) throws IOException {
    Path subjects = Files.writeString(folder.resolve("environments.json"), environments);
    List<String> arguments = new ArrayList<>(List.of("check", subjects.toString()));
    arguments.add("--policy=" + AGENT);
    arguments.add("--format=json");
    arguments.addAll(List.of(more));
    return Files.writeString(
        folder.resolve("results.json"), Cli.run(arguments.toArray(String[]::new)).out());
  }

  private Path file() throws IOException {
    Path bindings = folder.resolve("bindings");
    Files.createDirectories(bindings);
    return bindings.resolve("exceptions.yaml");
  }

  private Cli.Run accept(Path results, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "accept",
                results.toString(),
                "--file=" + file(),
                "--owner=data@example.com",
                "--reason=They are created anew in spring."));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }

  /** How often each outcome came. */
  private static String summary(Path results) throws IOException {
    return JsonParser.parseString(Files.readString(results))
        .getAsJsonObject()
        .get("summary")
        .toString();
  }

  private String bindings() throws IOException {
    return "--bindings=" + file().getParent();
  }

  @Test
  void whatViolatesTodayIsAcceptedAndOnlyWhatIsNewFails() throws IOException {
    Cli.Run run = accept(check(environments(0, 120, 40)), UNTIL);

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out()).contains("40 accepted: 40 new, 0 renewed; 0 dropped");
    Path again = check(environments(0, 120, 41), bindings());
    assertThat(summary(again)).contains("\"FAIL\":1", "\"EXEMPT\":40", "\"PASS\":79");
    for (JsonElement each :
        JsonParser.parseString(Files.readString(again))
            .getAsJsonObject()
            .getAsJsonArray("results")) {
      JsonObject row = each.getAsJsonObject();
      assertThat(row.get("result").getAsString().equals("FAIL"))
          .isEqualTo(row.get("environment").getAsString().equals(name(40)));
    }
  }

  @Test
  void aSecondRunChangesNothingAndTheFileIsAsItWas() throws IOException {
    Path results = check(environments(0, 5, 3));
    accept(results, UNTIL);
    String first = Files.readString(file());

    accept(results, UNTIL);
    assertThat(Files.readString(file())).isEqualTo(first);
    accept(check(environments(0, 5, 3), bindings()), "--until=2027-05-01", "--prune");
    assertThat(Files.readString(file())).isEqualTo(first);
    Golden.check("accept.yaml", first);
  }

  @Test
  void whatIsNewIsAddedAndWhatIsGoneIsDroppedOnRequest() throws IOException {
    accept(check(environments(0, 5, 3)), UNTIL);

    Cli.Run more = accept(check(environments(2, 6, 4), bindings()), "--until=2027-05-01");
    assertThat(more.out()).contains("4 accepted: 1 new, 0 renewed; 0 dropped");
    assertThat(Files.readString(file())).contains(name(0), name(3), "2027-03-31", "2027-05-01");

    Cli.Run pruned = accept(check(environments(2, 6, 0), bindings()), UNTIL, "--prune");
    assertThat(pruned.out()).contains("2 accepted: 0 new, 0 renewed; 2 dropped");
    assertThat(Files.readString(file()))
        .as("those that the results do not have are kept")
        .contains(name(0), name(1))
        .doesNotContain(name(2), name(3));
  }

  @Test
  void nothingIsDroppedOfAnEnvironmentThatIsInDoubt() throws IOException {
    accept(check(environments(0, 2, 2)), UNTIL);
    Path results = check(environments(0, 2, 0));
    Files.writeString(
        results,
        Files.readString(results).replaceFirst("\"result\": \"PASS\"", "\"result\": \"ERROR\""));
    Cli.Run run = accept(results, UNTIL, "--prune");

    assertThat(run.out()).contains("1 accepted: 0 new, 0 renewed; 1 dropped");
    assertThat(Files.readString(file())).contains(name(0)).doesNotContain(name(1));
  }

  @Test
  void whenTheExceptionsExpireTheViolationsAreBack() throws Exception {
    String subject = "{environment: {config: {nodeConfig: {enableIpMasqAgent: false}}}}";
    Path document = folder.resolve("subject.yaml");
    Files.writeString(
        document,
        Files.readString(Path.of("../../policies/subjects/composer-2.yaml"))
            .replace("enableIpMasqAgent: true", "enableIpMasqAgent: false"));
    Path results = folder.resolve("results.json");
    Files.writeString(results, Cli.run("check", document.toString(), "--format=json").out());
    accept(results, UNTIL);
    PolicySet set =
        PackagedPolicies.loadWith(
            List.of(new SourceFile("exceptions.yaml", Files.readString(file()))));

    assertThat(outcomes(set, subject, Cli.NOW))
        .contains(Outcome.EXEMPT)
        .doesNotContain(Outcome.FAIL);
    assertThat(outcomes(set, subject, Instant.parse("2027-03-30T23:59:59Z")))
        .doesNotContain(Outcome.FAIL);
    assertThat(outcomes(set, subject, Instant.parse("2027-03-31T00:00:00Z")))
        .contains(Outcome.FAIL)
        .doesNotContain(Outcome.EXEMPT);
  }

  private static List<Outcome> outcomes(PolicySet set, String subject, Instant now) {
    return set.judge(Subjects.composer2(subject), now).stream().map(Result::outcome).toList();
  }

  @Test
  void whatPeopleWroteStaysAsItIs() throws IOException {
    String written =
        """
        # Ours.
        apiVersion: composer-audit/v1
        kind: PolicyException
        metadata: {name: sandboxes}   # short-lived
        spec:
          policyRefs: [{kind: Policy, name: ip-masquerade-agent-enabled}]
          matchResources: [projects/*-sandbox/locations/*/environments/*]
          expiresAt: "2027-03-31T00:00:00Z"
          properties: {approved-by: a@example.com, reason: "made-by: composer-audit accept"}
        """;
    Files.writeString(file(), written);

    accept(check(environments(0, 2, 1)), UNTIL);
    assertThat(Files.readString(file())).startsWith(written + "---\n").contains(name(0));
    accept(check(environments(0, 2, 0)), UNTIL, "--prune");
    assertThat(Files.readString(file())).isEqualTo(written);
  }

  @Test
  void anExpiredOneIsAcceptedAnewAndOthersOnRequest() throws IOException {
    accept(check(environments(0, 1, 1)), "--until=2026-11-24");
    Files.writeString(file(), Files.readString(file()).replace("2026-11-24T00", "2026-11-23T00"));
    Path results = check(environments(0, 2, 2), bindings());

    assertThat(summary(results)).as("it has expired").contains("\"FAIL\":2");
    assertThat(accept(results, UNTIL).out()).contains("2 accepted: 1 new, 1 renewed; 0 dropped");
    assertThat(accept(results, "--until=2027-04-30", "--renew").out())
        .contains("2 accepted: 0 new, 2 renewed; 0 dropped");
    assertThat(Files.readString(file())).contains("2027-04-30").doesNotContain("2027-03-31");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--until=2026-11-22 | is in the past",
        "--until=2027-12-01 | more than a year",
        "--until=soon | must be a day such as 2027-03-31",
        "--until=2027-02-30 | must be a day such as 2027-03-31",
        "--ticket=x | Missing required option: '--until=DATE'"
      })
  void anEndMustBeGivenAndBeWithinAYear(String option, String message) throws IOException {
    Cli.Run run = accept(check(environments(0, 1, 1)), option);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(file()).doesNotExist();
  }

  @Test
  void nothingThatViolatesIsAnError() throws IOException {
    Cli.Run run = accept(check(environments(0, 2, 0)), UNTIL);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("it has no violations");
    assertThat(file()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | is not output of scan or check",
        "{} | is not output of scan or check",
        "not json | is not output of scan or check",
        "{\"results\": [{\"policy\": \"p\"}]} | a result has no",
        "{\"results\": [{\"policy\": \"p\", \"environment\":"
            + " \"projects/*/locations/x/environments/e\", \"result\": \"FAIL\", \"unknown\": [],"
            + " \"violations\": []}]} | project id \"*\"",
        "{\"results\": [{\"policy\": \"p, x: y\", \"environment\": null}]} | not a name",
      })
  void anotherFileIsNoResultFile(String text, String message) throws IOException {
    Path other = Files.writeString(folder.resolve("other.json"), text);

    Cli.Run run = accept(other, UNTIL);

    assertThat(run.code()).as(run.toString()).isEqualTo(2);
    assertThat(run.err()).contains("other.json: ").contains(message);
  }

  @Test
  void thatTheResultsArePartialIsSaid() throws IOException {
    Path results = check(environments(0, 2, 1));
    Files.writeString(
        results,
        Files.readString(results)
            .replace("\"missing\": []", "\"missing\": [{\"what\": \"projects/closed\"}]"));

    assertThat(accept(results, UNTIL).err()).contains("the results are partial", "projects/closed");
  }

  @Test
  void destinationsAndBindingsAreNamedAndOthersFailAsBefore() throws IOException {
    Path bindings = file().resolveSibling("bindings.yaml");
    String binding =
        """
        apiVersion: composer-audit/v1
        kind: PolicyBinding
        metadata: {name: %s}
        spec:
          policyName: destinations-see-an-accepted-source
          parameters:
            destinations: [%s]
        """;
    String database = "{name: \"db: 'x'\", cidr: 10.200.0.0/16, acceptedSources: [1.2.3.0/24]}";
    String other = "{name: api, cidr: 10.201.0.0/16, acceptedSources: [1.2.3.0/24]}";
    Files.writeString(bindings, binding.formatted("ours", database));
    String policy = "--policy=destinations-see-an-accepted-source";
    String subject = "../../policies/subjects/composer-2.yaml";
    Path results = folder.resolve("results.json");
    Files.writeString(
        results, Cli.run("check", subject, policy, bindings(), "--format=json").out());

    assertThat(accept(results, UNTIL).code()).isZero();
    assertThat(Files.readString(file()))
        .contains("bindings:\n    - ours", "destinations:\n    - \"db: 'x' 10.200.0.0/16\"");
    assertThat(Cli.run("check", subject, policy, bindings()).code()).isZero();
    Files.writeString(bindings, binding.formatted("ours", database + ", " + other));
    assertThat(Cli.run("check", subject, policy, bindings()).code()).isEqualTo(1);
    Files.writeString(bindings, binding.formatted("theirs", database));
    assertThat(Cli.run("check", subject, policy, bindings()).code()).isEqualTo(1);
  }
}
