package dev.composeraudit.acceptance.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.EventsTopic;
import dev.composeraudit.acceptance.deployment.FunctionProcess;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.ManagedProcess;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import dev.composeraudit.acceptance.deployment.Run;
import dev.composeraudit.acceptance.deployment.Scenario;
import dev.composeraudit.acceptance.function.LocalFunction;
import dev.composeraudit.acceptance.function.LogEntries;
import dev.composeraudit.acceptance.function.TestAuditEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The filters of metrics, alerts, dashboard and README over the entries that the function writes.
 */
final class MonitoringFiltersIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** What shows the log of the function; others read audit logs. */
  private static final Pattern LOGGING_READ =
      Pattern.compile("gcloud logging read '(resource[^']+)'");

  private static final Pattern FIELD = Pattern.compile("jsonPayload(?:\\.\\w+)+");
  private static final Scenario ABSENT = Scenario.ALL.get(0);
  private static final Scenario PRIVATE = Scenario.ALL.get(4);

  @TempDir static Path folder;
  private static Run run;
  private static List<JsonObject> entries = List.of();
  private static List<JsonObject> entriesOfBaseline = List.of();
  private static List<JsonObject> entriesOfFailedStart = List.of();

  @BeforeAll
  static void collectEntriesOfEveryKind() throws Exception {
    try (Deployment deployment = Deployment.start(DeploymentOptions.standard())) {
      run = new Run(deployment, deployment.findings("monitoring"));
      for (Scenario scenario : Scenario.ALL) {
        run.create(scenario);
      }
      run.await(Scenario.ALL, TIMEOUT, (scenario, finding) -> {}, waiting -> {});
      assertThat(run.missing(Scenario.ALL)).isEmpty();
      EventsTopic.publish(deployment.pubsubUri(), "poison");
      EventsTopic.publish(
          deployment.pubsubUri(),
          Files.readString(MonitoringFiles.FOLDER.resolve("synthetic-event.json"))
              .replace("${AUDITED_PROJECT}", Scenario.PROJECT));
      Instant now = Instant.now();
      assertThat(
              new TestAuditEntry("early", "Create", "last", "nowhere", now)
                  .deliver(deployment.functionUri()))
          .as("what Composer does not show yet is to be delivered again")
          .isEqualTo(500);
      createForTeam(deployment, "data");
      awaitWords(
          deployment.function(), "UNREADABLE", "TOO_EARLY", "event_archived", "team\":\"data");
      awaitBothEvents(deployment.function());
      run.takeNews();
      entries = LogEntries.of(deployment.function());
      Map<String, String> settings = Map.of("ENFORCE_FROM", "2100-01-01T00:00:00Z");
      try (LocalFunction other = LocalFunction.start(deployment.sandbox(), folder, settings)) {
        TestAuditEntry update =
            new TestAuditEntry("again", "Update", "last", ABSENT.environment(), now);
        assertThat(update.deliver(other.uri())).isEqualTo(200);
        awaitWords(other.process(), "event_judged");
        entriesOfBaseline = LogEntries.of(other.process());
      }
    }
    try (ManagedProcess mistaken =
        FunctionProcess.start(
            DeploymentOptions.standard(), 0, folder, Map.of("FINDINGS_TOPIC", "mistaken"))) {
      assertThat(mistaken.awaitExit(TIMEOUT)).isNotZero();
      entriesOfFailedStart = LogEntries.of(mistaken);
    }
  }

  /** One that violates nothing. */
  private static void createForTeam(Deployment deployment, String team) throws Exception {
    Scenario agentOn = Scenario.ALL.get(1);
    JsonObject body = agentOn.body();
    body.addProperty("name", agentOn.resource() + "-of-a-team");
    JsonObject labels = new JsonObject();
    labels.addProperty("team", team);
    body.add("labels", labels);
    new Http(deployment.sandboxUri()).post(Scenario.collection(), body);
  }

  @Test
  void everyFieldThatAFileNamesIsOneThatTheFunctionWrites() throws Exception {
    List<JsonObject> files = new ArrayList<>(MonitoringFiles.metrics().values());
    files.addAll(MonitoringFiles.alerts().values());
    files.add(MonitoringFiles.dashboard());
    Set<String> named = new TreeSet<>();
    for (JsonObject file : files) {
      JsonObject withoutProse = file.deepCopy();
      withoutProse.remove("documentation");
      Matcher matcher = FIELD.matcher(withoutProse.toString());
      while (matcher.find()) {
        named.add(matcher.group());
      }
    }
    assertThat(named).hasSizeGreaterThan(8);
    for (String field : named) {
      assertThat(entries).as(field).anyMatch(entry -> LogFilter.field(entry, field).isPresent());
    }
  }

  @Test
  void everyEntryThatIsCountedOrAlarmsHasWhatIsExtractedFromIt() throws Exception {
    for (JsonObject file :
        Stream.concat(
                MonitoringFiles.metrics().values().stream(),
                MonitoringFiles.alerts().values().stream())
            .flatMap(file -> MonitoringFiles.holding(file, "labelExtractors").stream())
            .toList()) {
      List<JsonObject> matched = matching(entries, file);
      assertThat(matched).as(file.toString()).isNotEmpty();
      for (String field : all(file.get("labelExtractors").toString())) {
        // Only what was refused or postponed has a reason, and only what is labelled a team.
        if (!Set.of("jsonPayload.code", "jsonPayload.team").contains(field)) {
          assertThat(matched).allMatch(entry -> LogFilter.field(entry, field).isPresent());
        }
      }
    }
  }

  @Test
  void aNewViolationIsARootThatIsNotBaseline() throws Exception {
    List<String> alarming =
        run.findings().stream()
            .filter(finding -> finding.verdict() == Verdict.FAIL && finding.causedBy().isEmpty())
            .filter(finding -> finding.json().get("severity_id").getAsInt() >= 4)
            .map(finding -> finding.environment() + " " + finding.policy() + finding.trigger())
            .toList();
    assertThat(alarming).hasSizeGreaterThan(2);
    assertThat(matching(entries, condition("new-violation")))
        .extracting(
            entry ->
                text(entry, "jsonPayload.environment.name")
                    + " "
                    + text(entry, "jsonPayload.policy")
                    + text(entry, "jsonPayload.trigger.kind"))
        .containsExactlyInAnyOrderElementsOf(alarming);
    assertThat(entriesOfBaseline)
        .as("the same violation, of an older environment")
        .anyMatch(entry -> text(entry, "jsonPayload.result").equals("FAIL"));
    assertThat(matching(entriesOfBaseline, condition("new-violation"))).isEmpty();
  }

  @Test
  void oneAlarmSaysThatAnEnvironmentCouldNotBeJudged() throws Exception {
    assertThat(matching(entries, condition("not-judged")))
        .singleElement()
        .matches(entry -> text(entry, "jsonPayload.policy").equals(Scenario.OBSERVABLE))
        .matches(
            entry -> text(entry, "jsonPayload.environment.name").equals(PRIVATE.environment()));
  }

  @Test
  void whatCouldNotBeJudgedIsNoErrorOfTheFunction() throws Exception {
    JsonObject errors = MonitoringFiles.metric("errors");
    assertThat(entries).anyMatch(entry -> text(entry, "severity").equals("ERROR"));
    assertThat(matching(entries, errors)).isEmpty();
    JsonObject crash =
        JsonParser.parseString(
                """
                {"severity": "ERROR", "textPayload": "Container terminated",
                 "resource": {"type": "cloud_run_revision",
                   "labels": {"service_name": "composer-audit"}}}
                """)
            .getAsJsonObject();
    assertThat(matching(List.of(crash), errors)).hasSize(1);
  }

  @Test
  void theSyntheticEventIsCountedOnceAndNothingElseIs() throws Exception {
    assertThat(matching(entries, MonitoringFiles.metric("synthetic_events"))).hasSize(1);
    assertThat(run.latest("composer-audit-synthetic").values())
        .as("it goes all the way to findings")
        .isNotEmpty()
        .allMatch(finding -> finding.verdict() == Verdict.ARCHIVED);
  }

  @Test
  void theAgeOfAJudgementIsANumberOfMilliseconds() throws Exception {
    List<JsonObject> judged = matching(entries, MonitoringFiles.metric("age"));
    assertThat(judged).hasSizeGreaterThanOrEqualTo(2 * Scenario.ALL.size());
    assertThat(judged)
        .extracting(entry -> Double.valueOf(text(entry, "jsonPayload.age_ms")))
        .allMatch(age -> age > 0 && age < TIMEOUT.toMillis());
  }

  @Test
  void everyPanelOfLogsShowsSomething() throws Exception {
    List<JsonObject> panels = MonitoringFiles.holding(MonitoringFiles.dashboard(), "logsPanel");
    assertThat(panels).hasSize(3);
    for (JsonObject panel : panels) {
      assertThat(matching(entries, panel.getAsJsonObject("logsPanel"))).isNotEmpty();
    }
  }

  @Test
  void whereNothingArrivesTheFilterThatIsGivenShowsWhy() throws Exception {
    LogFilter filter = LogFilter.parse(filterIn("scripts/README.md"));
    assertThat(filterIn("scripts/verify")).isEqualTo(filterIn("scripts/README.md"));
    List<JsonObject> shown = entries.stream().filter(filter::matches).toList();
    assertThat(shown)
        .as("what was refused, with the reason that scripts/README.md tells of")
        .anyMatch(
            entry ->
                text(entry, "jsonPayload.code").equals("UNREADABLE")
                    && !text(entry, "jsonPayload.reason").isEmpty());
    assertThat(shown)
        .as("what could not be judged")
        .anyMatch(entry -> text(entry, "severity").equals("ERROR"));
    assertThat(shown)
        .as("what is as it should be")
        .noneMatch(entry -> text(entry, "jsonPayload.event").equals("event_judged"));
    assertThat(entriesOfFailedStart.stream().filter(filter::matches))
        .as("why it did not start")
        .anyMatch(entry -> text(entry, "textPayload").startsWith("FINDINGS_TOPIC: must be"));
    JsonObject reader = shown.get(0).deepCopy();
    reader
        .getAsJsonObject("resource")
        .getAsJsonObject("labels")
        .addProperty("service_name", "composer-audit-shared-us-central1");
    assertThat(filter.matches(reader)).as("a reader's log").isTrue();
  }

  private static String filterIn(String file) throws IOException {
    Matcher read = LOGGING_READ.matcher(Files.readString(Layout.current().root().resolve(file)));
    assertThat(read.find()).as(file).isTrue();
    return read.group(1);
  }

  /**
   * Waits for both events of each creation: findings are published before their event is logged.
   */
  private static void awaitBothEvents(ManagedProcess function) {
    for (Scenario scenario : Scenario.ALL) {
      for (String phase : List.of("FIRST", "LAST")) {
        function.awaitLines(
            line ->
                line.contains("\"event_judged\"")
                    && line.contains("\"phase\":\"" + phase + "\"")
                    && line.contains("\"" + scenario.environment() + "\""),
            TIMEOUT);
      }
    }
  }

  /** Waits until each of these words has been printed in quotes. */
  private static void awaitWords(ManagedProcess function, String... words) throws Exception {
    for (String word : words) {
      function.awaitLines(line -> line.contains("\"" + word + "\""), TIMEOUT);
    }
  }

  private static JsonObject condition(String alert) throws Exception {
    return MonitoringFiles.holding(MonitoringFiles.alert(alert), "conditionMatchedLog")
        .get(0)
        .getAsJsonObject("conditionMatchedLog");
  }

  private static List<JsonObject> matching(List<JsonObject> among, JsonObject filtering) {
    LogFilter filter = LogFilter.parse(filtering.get("filter").getAsString());
    return among.stream().filter(filter::matches).toList();
  }

  private static Set<String> all(String text) {
    Set<String> fields = new TreeSet<>();
    Matcher matcher = FIELD.matcher(text);
    while (matcher.find()) {
      fields.add(matcher.group());
    }
    return fields;
  }

  private static String text(JsonObject entry, String path) {
    return LogFilter.field(entry, path).orElse("");
  }
}
