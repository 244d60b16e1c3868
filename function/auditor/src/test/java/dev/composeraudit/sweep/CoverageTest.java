package dev.composeraudit.sweep;

import static dev.composeraudit.sweep.PageChain.COVERAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.google.gson.JsonParser;
import dev.composeraudit.event.CoverageCount;
import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.event.ProjectFilter;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.inventory.DeploymentLog;
import dev.composeraudit.fetch.inventory.EnvironmentPage;
import dev.composeraudit.fetch.inventory.JudgedEnvironments;
import dev.composeraudit.fetch.inventory.ListedEnvironment;
import dev.composeraudit.http.FakeServer.Reply;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.report.PageRequestPublisher;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.SweepLog;
import dev.composeraudit.report.finding.CoverageCheck;
import dev.composeraudit.report.finding.CoverageReport;
import dev.composeraudit.report.finding.CoverageReport.Compared;
import dev.composeraudit.report.finding.CoverageReport.Undecided;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

/** Which environments are said to have been missed. */
final class CoverageTest {
  private static final String FOLDER = "folders/7";
  private static final String ORGANIZATION = "organizations/1";
  private static final Instant NOW = ManualTime.START;
  private static final CoverageRequest CHECK = new CoverageRequest("check-1", NOW.minusSeconds(5));
  private static final DeploymentLog LOG = new DeploymentLog("p-1", Set.of("composer-audit"));
  private static final EnvironmentName ONE = name("acme-data", "one");
  private static final EnvironmentName TWO = name("acme-data", "two");

  private final ManualTime time = new ManualTime();
  private final EventTimer timer = EventTimer.start(TestEvent.published("x"), time);
  private final EnvironmentReader environmentReader = mock(EnvironmentReader.class);
  private final Reporter reporter = mock(Reporter.class);

  // One page.

  @Test
  void whatIsThereAndWasNotJudgedForADayIsNamed() throws Exception {
    listed(old(ONE), old(TWO));
    judged(ONE);

    assertThat(check()).isEqualTo(new Compared(CoverageCount.NONE.plus(2, List.of(TWO))));
    verify(environmentReader)
        .judged(eq(LOG), eq(List.of(ONE, TWO)), eq(NOW.minus(Duration.ofHours(26))), any());
  }

  @Test
  void whatIsYoungerThanAnHourIsGivenTime() throws Exception {
    Duration hour = Duration.ofHours(1);
    listed(
        new ListedEnvironment(ONE, NOW.minus(hour)),
        new ListedEnvironment(TWO, NOW.minus(hour).minusMillis(1)));
    judged();

    assertThat(check()).isEqualTo(new Compared(CoverageCount.NONE.plus(2, List.of(TWO))));
  }

  @Test
  void whatIsNotAuditedIsNotMissed() throws Exception {
    listed(old(name("other", "e")), old(ONE));
    judged(ONE);

    assertThat(check()).isEqualTo(new Compared(CoverageCount.NONE.plus(1, List.of())));
  }

  @Test
  void anInventoryThatCannotBeReadIsNoCoverage() throws Exception {
    when(environmentReader.environmentPage(any(), any(), any()))
        .thenReturn(Observed.unknown(Reason.PERMISSION_DENIED, "no inventory"));

    assertThat(check()).isEqualTo(new Undecided(List.of("no inventory")));
  }

  @Test
  void aLogThatCannotBeReadIsNoCoverage() throws Exception {
    listed(old(ONE));
    when(environmentReader.judged(any(), any(), any(), any()))
        .thenReturn(Observed.unknown(Reason.UNREADABLE, "no log"));

    assertThat(check()).isEqualTo(new Undecided(List.of("no log")));
  }

  @Test
  void troubleIsDeliveredAgainAndNothingIsSaid() throws Exception {
    try (PageChain chain = new PageChain(FOLDER)) {
      chain.cloud.google.on(PageChain.assets(FOLDER), Reply.json(503, "{}"));
      assertThat(chain.deliver(COVERAGE)).isFalse();

      chain.page(FOLDER, "", "", "one");
      chain.cloud.google.on(PageChain.LOG, Reply.json(429, "{}"));
      assertThat(chain.deliver(COVERAGE)).isFalse();
      assertThat(chain.findings.calls()).isEmpty();
      assertThat(chain.published()).isEmpty();
    }
  }

  // Several pages.

  @Test
  void eachPageIsOneMessageWhichCarriesWhatWasCounted() throws Exception {
    try (PageChain chain = threePages()) {
      chain.judged("one", "three", "four");
      assertThat(chain.deliver(COVERAGE)).isTrue();

      assertThat(chain.findings.calls()).isEmpty();
      List<String> next = chain.published();
      assertThat(next).hasSize(1);
      assertThat(JsonParser.parseString(next.get(0)))
          .isEqualTo(
              JsonParser.parseString(
                  """
                  {"kind": "coverage", "id": "event-1", "time": "2026-11-23T10:00:00Z",
                   "scope": "folders/7", "page": 2, "pageToken": "t-2", "environments": 2,
                   "unjudged": 1, "named":
                     ["projects/acme-data/locations/europe-west1/environments/two"]}
                  """));
      assertThat(chain.deliverAll(next.get(0))).isEqualTo(2);
      assertThat(chain.findingMessages())
          .containsExactly(
              "2 of 5 environments below folders/7 were not judged in the last 26 hours.");
      assertThat(chain.findings.accepted().toString()).doesNotContain("three");
      assertThat(chain.logged())
          .containsExactly(
              "coverage_counted",
              "coverage_counted",
              "policy_result",
              "policy_result",
              "event_coverage");
    }
  }

  @Test
  void aPageIsLookedForInTheLogByTheNamesOnIt() throws Exception {
    try (PageChain chain = threePages()) {
      chain.judged("one", "two", "three", "four", "five");
      chain.deliverAll(COVERAGE);

      assertThat(
              chain.cloud.google.requests().stream()
                  .filter(request -> request.target().equals(PageChain.LOG))
                  .map(request -> JsonParser.parseString(request.body()).getAsJsonObject())
                  .map(query -> query.get("filter").getAsString())
                  .map(filter -> filter.substring(filter.indexOf("environment.name"))))
          .containsExactly(
              "environment.name=(\"one\" OR \"two\")",
              "environment.name=(\"four\" OR \"three\")",
              "environment.name=(\"five\")");
      assertThat(chain.findingMessages())
          .containsExactly(
              "Complies: each of the 5 environments below folders/7 was judged in the last 26"
                  + " hours.");
    }
  }

  @Test
  void betweenTwoPagesTheLogIsGivenARest() throws Exception {
    try (PageChain chain = threePages()) {
      chain.judged("one", "two", "three", "four", "five");
      chain.deliverAll(COVERAGE);

      assertThat(chain.cloud.time.slept())
          .containsExactly(JudgedEnvironments.PAUSE, JudgedEnvironments.PAUSE);
    }
  }

  @Test
  void aPageThatFailsIsDeliveredAgainAndCountedOnce() throws Exception {
    try (PageChain chain = threePages()) {
      chain.judged("one", "two", "three", "four", "five");
      chain.deliver(COVERAGE);
      String second = chain.published().get(0);
      chain.cloud.google.on(PageChain.LOG, Reply.json(503, "{}"));
      assertThat(chain.deliver(second)).isFalse();
      chain.judged("one", "two", "three", "four", "five");
      chain.events.first(1, 403, "{}");
      assertThat(chain.deliver(second)).isFalse();

      chain.deliverAll(second);
      assertThat(chain.findingMessages()).hasSize(1);
      assertThat(chain.findingMessages().get(0)).startsWith("Complies: each of the 5 ");
    }
  }

  @Test
  void aCopyOfAMessageGoesNoFurther() throws Exception {
    try (PageChain chain = threePages()) {
      chain.judged("one", "two", "three", "four", "five");
      chain.deliver(COVERAGE);
      String second = chain.published().get(0);
      chain.deliver(second);
      chain.published();

      assertThat(chain.deliver(second)).isTrue();
      assertThat(chain.published()).isEmpty();
      assertThat(chain.logged()).endsWith("coverage_duplicate");
    }
  }

  @Test
  void aCopyThatReachesAnotherInstanceLeadsToTheSameFinding() throws Exception {
    try (PageChain chain = threePages()) {
      chain.judged("one", "three", "four");
      chain.deliver(COVERAGE);
      String second = chain.published().get(0);
      chain.deliverAll(second);
      chain.restart();
      chain.deliverAll(second);

      assertThat(chain.findings.accepted()).hasSize(2);
      assertThat(chain.findingMessages()).hasSize(2);
      assertThat(Set.copyOf(chain.findingMessages())).hasSize(1);
    }
  }

  @Test
  void aFindingThatWasNotAcceptedIsPublishedByTheNextDelivery() throws Exception {
    try (PageChain chain = threePages()) {
      chain.judged("one", "three", "four", "five");
      chain.deliver(COVERAGE);
      chain.deliver(chain.published().get(0));
      String last = chain.published().get(0);
      chain.findings.first(1, 403, "{}");

      assertThat(chain.deliver(last)).isFalse();
      assertThat(chain.deliver(last)).isTrue();
      assertThat(chain.findingMessages())
          .containsExactly(
              "1 of 5 environments below folders/7 were not judged in the last 26 hours.");
    }
  }

  @Test
  void aTokenThatIsRefusedBeginsAnewWithNothingCountedOnce() throws Exception {
    try (PageChain chain = threePages()) {
      chain.judged("one", "three", "four", "five");
      chain.cloud.google.on(
          PageChain.assets(FOLDER) + "&pageToken=t-3",
          Reply.json(400, "{\"error\": {\"message\": \"Invalid page token\"}}"));

      assertThat(chain.deliverAll(COVERAGE)).isEqualTo(6);
      assertThat(chain.logged())
          .containsSubsequence("coverage_restarted", "policy_result")
          .filteredOn("coverage_restarted"::equals)
          .hasSize(1);
      assertThat(chain.findingMessages())
          .containsExactly("It can't be told which environments below folders/7 were judged.");
    }
  }

  @Test
  void aCheckThatWasBegunAnewCountsEachEnvironmentOnce() throws Exception {
    try (PageChain chain = threePages()) {
      chain.judged("one", "three", "four", "five");
      chain.cloud.google.on(
          PageChain.assets(FOLDER) + "&pageToken=t-3",
          Reply.json(400, "{}"),
          Reply.json(PageChain.listing("", "five")));
      chain.deliverAll(COVERAGE);

      assertThat(chain.findingMessages())
          .containsExactly(
              "1 of 5 environments below folders/7 were not judged in the last 26 hours.");
    }
  }

  @Test
  void severalScopesAreCountedOneAfterAnotherInOneFinding() throws Exception {
    try (PageChain chain = new PageChain(FOLDER, ORGANIZATION, "projects/empty")) {
      chain.page(FOLDER, "", "t-2", "one").page(FOLDER, "t-2", "", "two");
      chain.page(ORGANIZATION, "", "", "three").page("projects/empty", "", "");
      chain.judged("one", "two");

      assertThat(chain.deliverAll(COVERAGE)).isEqualTo(4);
      assertThat(chain.findingMessages())
          .containsExactly(
              "1 of 3 environments below folders/7,organizations/1,projects/empty were not judged"
                  + " in the last 26 hours.");
    }
  }

  @Test
  void aScopeWithoutEnvironmentsDoesNotComplyAndTakesNoLookAtTheLog() throws Exception {
    try (PageChain chain = new PageChain(FOLDER)) {
      chain.page(FOLDER, "", "");
      chain.deliverAll(COVERAGE);

      assertThat(chain.findingMessages())
          .containsExactly("There are no environments below folders/7.");
      assertThat(chain.cloud.google.targets()).doesNotContain(PageChain.LOG);
    }
  }

  @Test
  void aPageOfAScopeThatIsNotSweptIsRejected() throws Exception {
    try (PageChain chain = threePages()) {
      String message =
          """
          {"kind": "coverage", "id": "c", "time": "2026-11-23T10:00:00Z", "scope": "folders/8",
           "page": 1, "environments": 0, "unjudged": 0, "named": []}
          """;

      assertThat(chain.rejection(message))
          .contains("a page of a scope that is not in SWEEP_SCOPE: \"folders/8\"");
    }
  }

  private static PageChain threePages() {
    return new PageChain(FOLDER)
        .page(FOLDER, "", "t-2", "one", "two")
        .page(FOLDER, "t-2", "t-3", "three", "four")
        .page(FOLDER, "t-3", "", "five");
  }

  private CoverageReport check() throws Exception {
    PageRequestPublisher pages = mock(PageRequestPublisher.class);
    Coverage coverage =
        new Coverage(
            environmentReader,
            new SweepScope(List.of(FOLDER), ProjectFilter.of(List.of("acme-*"))),
            Duration.ofHours(1),
            LOG,
            List.of(),
            pages,
            reporter,
            mock(SweepLog.class),
            time,
            time);
    assertThat(coverage.check(CHECK, timer.deadline(), timer)).isEmpty();
    ArgumentCaptor<CoverageCheck> checked = ArgumentCaptor.captor();
    verify(reporter).sendCoverage(checked.capture(), eq(timer));
    assertThat(checked.getValue())
        .isEqualTo(new CoverageCheck(CHECK, FOLDER, checked.getValue().report(), List.of(), NOW));
    verifyNoInteractions(pages);
    return checked.getValue().report();
  }

  private void listed(ListedEnvironment... environments) throws TransientException {
    when(environmentReader.environmentPage(eq(FOLDER), eq(""), any()))
        .thenReturn(Observed.known(new EnvironmentPage(List.of(environments), "")));
  }

  private void judged(EnvironmentName... names) throws TransientException {
    when(environmentReader.judged(any(), any(), any(), any()))
        .thenReturn(Observed.known(Set.of(names)));
  }

  private static ListedEnvironment old(EnvironmentName name) {
    return new ListedEnvironment(name, Instant.EPOCH);
  }

  private static EnvironmentName name(String project, String environment) {
    return new EnvironmentName(project, "europe-west1", environment);
  }
}
