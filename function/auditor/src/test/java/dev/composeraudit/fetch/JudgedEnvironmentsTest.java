package dev.composeraudit.fetch;

import static dev.composeraudit.fetch.FakeCloud.reason;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  private static final List<EnvironmentName> ENVIRONMENTS =
      Stream.of("one", "two", "three")
          .map(name -> new EnvironmentName("acme-data", "europe-west1", name))
          .toList();

  @Test
  void whatWasJudgedOrArchivedIsRemembered() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          LIST, Reply.json(page("t", judged("one", 0))), Reply.json(page("", archived("two"))));

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
                  + " AND timestamp>=\"2026-11-22T08:00:00Z\""
                  + " AND jsonPayload.environment.project=(\"acme-data\")"
                  + " AND jsonPayload.environment.name=(\"one\" OR \"three\" OR \"two\")");
      assertThat(first.get("orderBy").getAsString()).isEqualTo("timestamp desc");
      assertThat(first.get("pageSize").getAsInt()).isEqualTo(1000);
      assertThat(first.has("pageToken")).isFalse();
      assertThat(body(cloud, 1).get("pageToken").getAsString()).isEqualTo("page/2");
    }
  }

  @Test
  void onceAllAreFoundTheRestOfTheLogIsLeftUnread() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          LIST, Reply.json(page("t", judged("one", 0), judged("two", 0), archived("three"))));

      assertThat(judged(cloud)).isEqualTo(names("one", "two", "three"));
      assertThat(cloud.google.targets()).hasSize(1);
    }
  }

  @Test
  void whatWasFoundIsSearchedForNoMore() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          LIST,
          Reply.json(page("t", judged("one", 0), judged("one", 0))),
          Reply.json(page("u", judged("two", 1))),
          Reply.json(page("", judged("two", 0))));

      assertThat(judged(cloud)).isEqualTo(names("one", "two"));
      // A token counts for the filter that it came with only.
      assertThat(body(cloud, 1).has("pageToken")).isFalse();
      assertThat(body(cloud, 1).get("filter").getAsString())
          .endsWith("environment.name=(\"three\" OR \"two\")");
      assertThat(body(cloud, 2).get("pageToken").getAsString()).isEqualTo("u");
      assertThat(body(cloud, 2).get("filter")).isEqualTo(body(cloud, 1).get("filter"));
    }
  }

  @Test
  void anotherEnvironmentThanThoseThatWereAskedForIsNoMatter() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(LIST, Reply.json(page("", judged("one", 0), judged("four", 0))));

      assertThat(judged(cloud)).isEqualTo(names("one"));
    }
  }

  @Test
  void aFilterThatWouldBeTooLongIsAskedInParts() throws TransientException {
    List<EnvironmentName> many =
        IntStream.range(0, 500)
            .mapToObj(
                i ->
                    new EnvironmentName(
                        "a-project-with-a-long-id-%04d".formatted(i),
                        "europe-west1",
                        "an-environment-with-a-name-that-is-as-long-as-can-be-%04d".formatted(i)))
            .toList();
    try (FakeCloud cloud = new FakeCloud();
        EnvironmentReader environmentReader = cloud.open()) {
      cloud.google.on(LIST, Reply.json("{}"));
      assertThat(environmentReader.judged(LOG, many, SINCE, cloud.time.deadline()))
          .isEqualTo(new Known<>(Set.of()));

      List<String> filters =
          IntStream.range(0, cloud.google.targets().size())
              .mapToObj(call -> body(cloud, call).get("filter").getAsString())
              .toList();
      assertThat(filters).hasSize(4).allMatch(filter -> filter.length() <= 20_000);
      assertThat(many)
          .allMatch(
              name ->
                  filters.stream()
                      .anyMatch(
                          filter ->
                              filter.contains('"' + name.project() + '"')
                                  && filter.contains('"' + name.environment() + '"')));
      // A project may read its log 60 times a minute.
      assertThat(cloud.time.slept())
          .containsExactlyElementsOf(Collections.nCopies(3, Duration.ofMillis(1500)));
    }
  }

  @Test
  void ofNoEnvironmentsNothingIsAsked() throws TransientException {
    try (FakeCloud cloud = new FakeCloud();
        EnvironmentReader environmentReader = cloud.open()) {
      assertThat(environmentReader.judged(LOG, List.of(), SINCE, cloud.time.deadline()))
          .isEqualTo(new Known<>(Set.of()));
      assertThat(cloud.google.targets()).isEmpty();
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
                  judged("three", 1),
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
      assertThat(cloud.google.targets()).hasSize(12);
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
      return environmentReader.judged(LOG, ENVIRONMENTS, SINCE, cloud.time.deadline());
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
}
