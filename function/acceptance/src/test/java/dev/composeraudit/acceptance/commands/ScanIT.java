package dev.composeraudit.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.cloud.ScriptRun;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.EventSender;
import dev.composeraudit.acceptance.deployment.FindingsFeed;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.LocalSandbox;
import dev.composeraudit.acceptance.deployment.ManagedProcess;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.Scenario;
import dev.composeraudit.acceptance.function.LocalFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged command {@code composer-audit scan} over a sandbox that was filled with
 * environments, beside the function over the same ones.
 */
final class ScanIT {
  private static final int ENVIRONMENTS = 80;
  private static final int PROJECTS = 8;
  private static final int DRAWN = 20;
  private static final String TOPIC =
      "projects/" + Scenario.PROJECT + "/topics/composer-audit-findings";

  private static LocalSandbox sandbox;
  private static LocalFunction function;

  /** A scan of all, whose results are read by several tests; its output is the JSON. */
  private static ScriptRun whole;

  @TempDir private static Path bindings;
  @TempDir private static Path findings;
  @TempDir private Path folder;

  @BeforeAll
  static void fillTheSandbox() throws Exception {
    sandbox =
        LocalSandbox.start(
            DeploymentOptions.standard(),
            List.of(
                "--seed-environments=" + ENVIRONMENTS,
                "--seed-projects=" + PROJECTS,
                "--seed-failing-percent=2",
                "--seed-denied-projects=1",
                "--seed-deleted=1"));
    function = LocalFunction.start(sandbox, bindings, Map.of("SWEEP_SCOPE", "organizations/1"));
    Path ocsf = findings.resolve("findings.jsonl");
    whole = scan("--format", "json", "--format", "ocsf=" + ocsf);
  }

  @AfterAll
  static void stop() {
    function.close();
    sandbox.close();
  }

  @Test
  void theFindingsAreThoseOfTheFunction() throws Exception {
    Map<String, JsonObject> scanned = new TreeMap<>();
    for (String line : Files.readAllLines(findings.resolve("findings.jsonl"))) {
      put(scanned, JsonParser.parseString(line));
    }
    FindingsFeed feed = sandbox.findings("scan-and-function");
    EventSender sender = new EventSender(function.uri());
    for (String environment : drawn(scanned.values())) {
      String request =
          "{\"kind\": \"audit\", \"environment\": \"%1$s\", \"id\": \"%1$s\", \"time\": \"2026-11-01T00:00:00Z\"}"
              .formatted(environment);
      assertThat(sender.send(environment, request)).isTrue();
    }
    Map<String, JsonObject> published = new TreeMap<>();
    for (PublishedFinding finding : all(feed)) {
      published.put(finding.uid(), comparable(finding.json()));
    }
    assertThat(published).hasSizeGreaterThan(DRAWN * 8);
    assertThat(scanned).containsAllEntriesOf(published);
  }

  @Test
  void whatCannotBeSeenIsNamedAndTheRestIsJudged() throws Exception {
    assertThat(whole.exit()).as(whole.errors()).isEqualTo(2);
    JsonObject json = JsonParser.parseString(whole.output()).getAsJsonObject();
    assertThat(json.get("partial").getAsBoolean()).isTrue();
    assertThat(json.getAsJsonArray("missing")).hasSize(1);
    JsonObject missing = json.getAsJsonArray("missing").get(0).getAsJsonObject();
    assertThat(missing.get("what").getAsString())
        .isEqualTo(
            "10 environments of projects/seeded-0007 (asia-east1/env-00023,"
                + " asia-southeast1/env-00047, australia-southeast1/env-00079, …)");
    assertThat(missing.get("help").getAsString()).contains("roles/composer.user");
    assertThat(json.getAsJsonArray("results")).hasSize(ENVIRONMENTS * 9);
    assertThat(whole.output()).contains("The environment no longer exists");
  }

  @Test
  void aScanThatWasKilledGoesOnToTheSameEnd() throws Exception {
    Path saved = folder.resolve("scan.jsonl");
    List<String> command = command("scan", "--save=" + saved, "--parallel=1", "--organization=1");
    ManagedProcess killed = ManagedProcess.start("scan", command, folder, Map.of());
    int lines = 2 + new Random().nextInt(20);
    awaitLines(killed, saved, lines);
    ProcessHandle.of(killed.pid()).ifPresent(ProcessHandle::destroyForcibly);
    killed.close();
    assertThat(lines(saved)).isLessThan(ENVIRONMENTS);
    ScriptRun resumed =
        ScriptRun.of(command("scan", "--resume=" + saved, "--format=json"), Map.of());
    assertThat(resumed.exit()).isEqualTo(2);
    assertThat(results(resumed)).isEqualTo(results(whole));
  }

  @Test
  void aScanThatIsInterruptedPrintsWhatIsDone() throws Exception {
    Path saved = folder.resolve("scan.jsonl");
    Path results = folder.resolve("results.json");
    List<String> command =
        command(
            "scan",
            "--save=" + saved,
            "--parallel=1",
            "--organization=1",
            "--format=json=" + results);
    ManagedProcess interrupted = ManagedProcess.start("scan", command, folder, Map.of());
    awaitLines(interrupted, saved, 5);
    // Process.destroy() would close the streams, too.
    ProcessHandle.of(interrupted.pid()).ifPresent(ProcessHandle::destroy);
    // 128 and the number of SIGTERM. A test that runs in the background can't send SIGINT (130).
    assertThat(interrupted.awaitExit(Duration.ofSeconds(60))).isEqualTo(143);
    interrupted.close();
    JsonObject json = JsonParser.parseString(Files.readString(results)).getAsJsonObject();
    assertThat(json.get("partial").getAsBoolean()).isTrue();
    assertThat(json.getAsJsonArray("missing").toString()).contains("the scan was stopped before");
    assertThat(json.getAsJsonArray("results").size()).isGreaterThanOrEqualTo(3 * 9);
    assertThat(interrupted.lines()).contains("to continue: composer-audit scan --resume " + saved);
  }

  @Test
  void whatIsPublishedIsWhatWasLookedAt() throws Exception {
    FindingsFeed feed = sandbox.findings("published-by-scan");
    ScriptRun run =
        ScriptRun.of(
            command("scan", "--project=seeded-0000", "--publish", "--findings-topic=" + TOPIC),
            Map.of());
    List<PublishedFinding> findings = all(feed);
    assertThat(findings).as(run.errors()).hasSize(10 * 9);
    assertThat(findings)
        .allSatisfy(
            finding -> assertThat(finding.attributes()).containsEntry("project", "seeded-0000"));
    assertThat(
            findings.stream()
                .filter(finding -> "GONE".equals(finding.attributes().get("compliance_status")))
                .map(PublishedFinding::environment)
                .distinct())
        .containsExactly("env-00000");
  }

  @Test
  void whatASnapshotHoldsIsJudgedAsItWasLive() throws Exception {
    Path file = folder.resolve("snapshot.json");
    List<String> project = List.of("--project=seeded-0001");
    ScriptRun live = ScriptRun.of(command("scan", project, "--format=json"), Map.of());
    ScriptRun snapshot = ScriptRun.of(command("snapshot", project, "--output=" + file), Map.of());
    assertThat(snapshot.exit()).as(snapshot.errors()).isZero();
    assertThat(Files.readString(file)).contains("DB_PASSWORD").doesNotContain("secret-");
    ScriptRun checked =
        ScriptRun.of(
            Layout.current()
                .commandLine("check", file.toString(), "--bindings=" + bindings, "--format=json"),
            Map.of());
    assertThat(results(checked)).isEqualTo(results(live));
  }

  /** What is there, pull by pull. */
  private static List<PublishedFinding> all(FindingsFeed feed) throws Exception {
    List<PublishedFinding> all = new ArrayList<>();
    for (List<PublishedFinding> some = feed.pull(); !some.isEmpty(); some = feed.pull()) {
      all.addAll(some);
    }
    return all;
  }

  /** Some of the environments that these findings are about, by chance but always the same. */
  private static List<String> drawn(Collection<JsonObject> findings) {
    List<String> environments =
        new ArrayList<>(
            findings.stream()
                .map(each -> each.getAsJsonArray("resources").get(0).getAsJsonObject())
                .map(resource -> resource.get("name").getAsString())
                .distinct()
                .toList());
    assertThat(environments).hasSize(ENVIRONMENTS);
    Collections.shuffle(environments, new Random(20261129));
    return environments.subList(0, DRAWN);
  }

  private static void put(Map<String, JsonObject> findings, JsonElement line) {
    JsonObject json = line.getAsJsonObject();
    findings.put(json.getAsJsonObject("finding_info").get("uid").getAsString(), comparable(json));
  }

  /** Without what says when, by which event and by which program it was found. */
  private static JsonObject comparable(JsonObject finding) {
    JsonObject json = finding.deepCopy();
    json.remove("time");
    json.remove("metadata");
    json.getAsJsonObject("finding_info").remove("modified_time");
    json.getAsJsonObject("finding_info").remove("last_seen_time");
    List.of("trigger", "method_name", "observed_time")
        .forEach(json.getAsJsonObject("unmapped")::remove);
    return json;
  }

  /** The results in a fixed order, without the places in files. */
  private static String results(ScriptRun run) {
    List<String> results = new ArrayList<>();
    for (JsonElement each :
        JsonParser.parseString(run.output()).getAsJsonObject().getAsJsonArray("results")) {
      each.getAsJsonObject().remove("file");
      each.getAsJsonObject().remove("line");
      results.add(each.toString());
    }
    Collections.sort(results);
    return String.join("\n", results);
  }

  private static long lines(Path file) throws IOException {
    return Files.readString(file).lines().count();
  }

  private static ScriptRun scan(String... arguments) throws Exception {
    List<String> command = command("scan", List.of("--organization=1"), arguments);
    Path saved = Files.createTempDirectory("scan").resolve("scan.jsonl");
    command.add("--save=" + saved);
    return ScriptRun.of(command, Map.of());
  }

  /** Waits until a scan has saved so many lines, or has ended. */
  private static void awaitLines(ManagedProcess scan, Path saved, int number) {
    Await.until(
        number + " lines of " + saved.getFileName(),
        Duration.ofSeconds(60),
        () -> !scan.isAlive() || (Files.exists(saved) && lines(saved) >= number));
  }

  private static List<String> command(String verb, String... arguments) {
    return command(verb, List.of(), arguments);
  }

  private static List<String> command(String verb, List<String> first, String... arguments) {
    List<String> command =
        Layout.current().commandLine(verb, "--endpoint", sandbox.uri().toString());
    if (verb.equals("scan")) {
      command.add("--bindings=" + bindings);
    }
    command.addAll(first);
    command.addAll(List.of(arguments));
    return command;
  }
}
