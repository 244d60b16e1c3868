package dev.composeraudit.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.fetch.inventory.DeploymentLog;
import dev.composeraudit.http.FakeServer;
import dev.composeraudit.http.FakeServer.Reply;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What this deployment's own log remembers of judgements, and what it must not be read as. */
final class JudgedEnvironmentsTest {
  private static final String LIST = "/v2/entries:list";
  private static final Instant SINCE = Instant.parse("2026-11-22T08:00:00Z");
  private static final DeploymentLog LOG =
      new DeploymentLog(
          "audit-project", Set.of("composer-audit", "composer-audit-net-europe-west1"));

  @Test
  void whatWasJudgedOrArchivedIsRemembered() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          LIST,
          Reply.json(page("t", judged("one", 0))),
          Reply.json(page("", archived("two"), judged("one", 0))));

      assertThat(judged(cloud)).isEqualTo(names("one", "two"));
      assertThat(cloud.google.requests())
          .extracting(FakeServer.Request::authorization)
          .containsExactly("Bearer secret-0", "Bearer secret-0");
    }
  }

  @Test
  void theQuestionIsOfThisDeploymentsOwnEntriesSinceThen() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(LIST, Reply.json(page("page/2")), Reply.json("{}"));
      judged(cloud);

      JsonObject first = body(cloud, 0);
      assertThat(first.getAsJsonArray("resourceNames").toString())
          .isEqualTo("[\"projects/audit-project\"]");
      assertThat(first.get("filter").getAsString())
          .isEqualTo(
              "resource.type=\"cloud_run_revision\""
                  + " AND resource.labels.service_name=(\"composer-audit\" OR"
                  + " \"composer-audit-net-europe-west1\")"
                  + " AND jsonPayload.event=(\"event_judged\" OR \"event_archived\")"
                  + " AND timestamp>=\"2026-11-22T08:00:00Z\"");
      assertThat(first.get("pageSize").getAsInt()).isEqualTo(1000);
      assertThat(first.has("pageToken")).isFalse();
      assertThat(body(cloud, 1).get("pageToken").getAsString()).isEqualTo("page/2");
    }
  }

  @Test
  void whatIsPendingWasNotJudged() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          LIST,
          Reply.json(
              page(
                  "",
                  judged("pending", 1),
                  judged("one", 0).replace("\"PENDING\": 0", "\"FAIL\": 1"),
                  judged("two", 0).replace("\"PENDING\": 0", "\"PENDING\": \"0\""))));

      assertThat(judged(cloud)).isEqualTo(names());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cloud_run_revision   | gce_instance",
        "composer-audit-net-europe-west1 | somebody-else",
        "composer-audit-net-europe-west1 | composer-audit-test",
        "event_judged         | policy_result",
        "2026-11-22T08:00:00Z | 2026-11-22T07:59:59.999Z"
      })
  void whatTheFilterShouldHaveLeftOutIsLeftOut(String from, String to) throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      String page = page("", judged("one", 0));
      cloud.google.on(LIST, Reply.json(page));
      assertThat(judged(cloud)).isEqualTo(names("one"));

      cloud.google.on(LIST, Reply.json(page.replace(from, to)));
      assertThat(judged(cloud)).isEqualTo(names());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"entries\": 7}",
        "{\"entries\": [7]}",
        "{\"nextPageToken\": 7}",
        "{\"entries\": [{\"resource\": 7}]}",
        "garbage"
      })
  void aLogThatCannotBeReadIsUnknown(String body) throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(LIST, Reply.json(body));

      assertThat(reason(judged(cloud))).isEqualTo(Reason.UNREADABLE);
    }
  }

  @Test
  void anEntryWithoutAReadableTimeIsNotPassedOver() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          LIST,
          Reply.json(page("", judged("one", 0)).replace("2026-11-22T08:00:00Z", "yesterday")));

      assertThat(reason(judged(cloud))).isEqualTo(Reason.UNREADABLE);
    }
  }

  @Test
  void anEntryThatNamesNoEnvironmentIsNotPassedOver() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(LIST, Reply.json(page("", judged("../x", 0))));

      assertThat(reason(judged(cloud))).isEqualTo(Reason.UNREADABLE);
    }
  }

  @Test
  void aLogWithoutEndIsUnknown() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(LIST, Reply.json(page("t", judged("one", 0))));

      assertThat(reason(judged(cloud))).isEqualTo(Reason.UNREADABLE);
      assertThat(cloud.google.targets()).hasSize(100);
    }
  }

  @Test
  void aDenialNamesThePermission() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          LIST,
          Reply.json(
              403, "{\"error\": {\"message\": \"Permission 'logging.logEntries.list' denied\"}}"));
      Observed<Set<EnvironmentName>> judged = judged(cloud);

      assertThat(reason(judged)).isEqualTo(Reason.PERMISSION_DENIED);
      assertThat(((Unknown<?>) judged).help())
          .contains("(grant roles/logging.viewer, or logging.logEntries.list)");
    }
  }

  @Test
  void troubleIsTriedAgainAndThenThrown() {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(LIST, Reply.json(429, "{}"));

      assertThatThrownBy(() -> judged(cloud))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining(
              "reading the audit's own log entries of projects/audit-project: RESOURCE_EXHAUSTED");
      assertThat(cloud.google.targets()).hasSize(5);
    }
  }

  private static Observed<Set<EnvironmentName>> judged(FakeCloud cloud) throws TransientException {
    try (EnvironmentReader environmentReader = cloud.open()) {
      return environmentReader.judged(LOG, SINCE, cloud.time.deadline());
    }
  }

  private static JsonObject body(FakeCloud cloud, int request) {
    return JsonParser.parseString(cloud.google.requests().get(request).body()).getAsJsonObject();
  }

  private static String page(String next, String... entries) {
    return "{\"entries\": [%s], \"nextPageToken\": \"%s\"}"
        .formatted(String.join(",", entries), next);
  }

  private static String judged(String environment, int pending) {
    return entry("event_judged", environment, "{\"PENDING\": " + pending + "}");
  }

  private static String archived(String environment) {
    return entry("event_archived", environment, "{}");
  }

  private static String entry(String event, String environment, String results) {
    return """
    {"timestamp": "2026-11-22T08:00:00Z",
     "resource": {"type": "cloud_run_revision", "labels": {"service_name": "composer-audit-net-europe-west1"}},
     "jsonPayload": {"event": "%s", "results": %s, "environment":
       {"project": "acme-data", "location": "europe-west1", "name": "%s"}}}\
    """
        .formatted(event, results, environment);
  }

  private static Observed<Set<EnvironmentName>> names(String... environments) {
    return new Known<>(
        Set.copyOf(
            Set.of(environments).stream()
                .map(name -> new EnvironmentName("acme-data", "europe-west1", name))
                .toList()));
  }

  private static Reason reason(Observed<?> observed) {
    assertThat(observed).isInstanceOf(Unknown.class);
    return ((Unknown<?>) observed).reason();
  }
}
