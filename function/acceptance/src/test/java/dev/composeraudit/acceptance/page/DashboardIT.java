package dev.composeraudit.acceptance.page;

import static dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict.ERROR;
import static dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict.FAIL;
import static dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict.PASS;
import static dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict.SUPPRESSED;
import static dev.composeraudit.acceptance.page.DashboardFixture.cards;
import static dev.composeraudit.acceptance.page.DashboardFixture.finding;
import static dev.composeraudit.acceptance.page.DashboardFixture.isOpen;
import static dev.composeraudit.acceptance.page.DashboardFixture.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.demo.LiveDashboard;
import dev.composeraudit.acceptance.deployment.FunctionProcess;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The live dashboard in a real browser, over a real subscription of the sandbox's. Each test has an
 * environment of its own.
 */
final class DashboardIT {
  private static DashboardFixture stage;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    stage = DashboardFixture.set();
    browser = stage.browser();
    // What is measured is a dashboard that has shown something before.
    stage.publish(finding("warm-up", FAIL, Instant.now()), finding("warm", PASS, Instant.now()));
    stage.open();
    browser.await(isOpen("warm-up"));
  }

  @AfterAll
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  @Test
  void aViolationIsOnThePageWithinASecondOfItsPublication() throws Exception {
    stage.open();
    List<Duration> taken = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Instant published = Instant.now();
      stage.publish(finding("quick-" + i, FAIL, published));
      browser.await(isOpen("quick-" + i));
      taken.add(Duration.between(published, Instant.now()));
    }
    // Other tests run beside this one: the fastest counts.
    assertThat(Collections.min(taken)).isLessThan(Duration.ofSeconds(1));
    assertThat(browser.text("document.title")).matches("\\(\\d+\\) Composer Audit");
  }

  @Test
  void aPassClearsIt() throws Exception {
    stage.open();
    Instant now = Instant.now();
    stage.publish(finding("mended", FAIL, now.minusSeconds(60)));
    browser.await(isOpen("mended"));
    stage.publish(finding("mended", PASS, now));
    browser.await("!" + isOpen("mended"));
    assertThat(browser.text("document.getElementById('news').textContent"))
        .isEqualTo("Resolved: mended, The IP masquerade agent is enabled.");
  }

  @Test
  void whatComesLateReopensNothing() throws Exception {
    stage.open();
    Instant now = Instant.now();
    SampleFinding violation =
        finding("overtaken", FAIL, now.minusSeconds(60)).trigger("create-first");
    stage.publish(finding("overtaken", PASS, now));
    stage.publish(violation, violation);
    stage.publish(finding("after-overtaken", FAIL, now));
    browser.await(isOpen("after-overtaken"));
    assertThat(browser.evaluate(isOpen("overtaken")).getAsBoolean()).isFalse();
  }

  @Test
  void whatFollowsFromAnotherFindingStandsBelowIt() throws Exception {
    stage.open();
    Instant now = Instant.now();
    stage.publish(
        finding("rooted", FAIL, now),
        finding("rooted", Scenario.DESTINATIONS, FAIL, now).causedBy(Scenario.AGENT));
    browser.await(cards("#violations", "rooted") + ".length === 1");
    browser.await(
        cards("#violations", "rooted")
            + "[0].innerText.includes('Also explains "
            + Scenario.DESTINATIONS
            + "')");
  }

  @Test
  void aSweepKeepsTheAgeAndTheAuthorOfAnOpenViolation() throws Exception {
    stage.open();
    Instant now = Instant.now();
    stage.publish(finding("kept", FAIL, now.minus(Duration.ofHours(3))).by("bob@example.com"));
    browser.await(isOpen("kept"));
    stage.publish(finding("kept", FAIL, now).ofSweep(), finding("seen-late", FAIL, now).ofSweep());
    browser.await(isOpen("seen-late"));
    assertThat(browser.text(cards("#violations", "kept") + "[0].innerText"))
        .contains("by bob@example.com", "3 hours ago")
        .doesNotContain("or earlier");
    assertThat(browser.text(cards("#violations", "seen-late") + "[0].innerText"))
        .contains("just now or earlier")
        .doesNotContain("by ");
  }

  @Test
  void findingsAreFilteredByTeam() throws Exception {
    stage.publish(
        finding("of-data", FAIL, Instant.now()).team("data"),
        finding("of-nobody", FAIL, Instant.now()));
    stage.open();
    browser.await(isOpen("of-data") + " && " + isOpen("of-nobody"));
    String choose =
        "document.getElementById('team').value = '%s',"
            + " document.getElementById('filter').dispatchEvent(new Event('input'))";
    browser.evaluate(choose.formatted("data"));
    browser.await(isOpen("of-data") + " && !" + isOpen("of-nobody"));
    browser.evaluate(choose.formatted(" "));
    browser.await("!" + isOpen("of-data") + " && " + isOpen("of-nobody"));
    browser.evaluate(choose.formatted(""));
    browser.await(isOpen("of-data") + " && " + isOpen("of-nobody"));
  }

  @Test
  void whatCouldNotBeJudgedSaysWhy() throws Exception {
    stage.open();
    stage.publish(
        finding("unseen", Scenario.OBSERVABLE, ERROR, Instant.now())
            .unknown("egressNatPolicies", "CONTROL_PLANE_UNREACHABLE", "place a reader there"));
    browser.await(cards("#unjudged", "unseen") + ".length === 1");
    assertThat(browser.text(cards("#unjudged", "unseen") + "[0].textContent"))
        .contains("Control plane unreachable: egressNatPolicies is unknown")
        .contains("place a reader there");
  }

  @Test
  void whatIsExemptSaysUntilWhen() throws Exception {
    stage.open();
    stage.publish(
        finding("tolerated", SUPPRESSED, Instant.now())
            .exception("old-image", "2099-03-01T00:00:00Z", "owner@example.com", "It has to."));
    browser.await("document.getElementById('exempt').innerText.includes('tolerated')");
    assertThat(browser.text("document.getElementById('exempt').innerText"))
        .contains("1 Mar 2099", "owner@example.com", "It has to.", "old-image");
    assertThat(browser.evaluate(isOpen("tolerated")).getAsBoolean()).isFalse();
  }

  @Test
  void anEnvironmentsTimelineGoesFromTheRequestToTheResolution() throws Exception {
    Instant now = Instant.now();
    Instant requested = now.minus(Duration.ofMinutes(90));
    stage.publish(
        finding("eventful", PASS, now).trigger("scan"),
        finding("eventful", FAIL, requested.plus(Duration.ofMinutes(25))).trigger("create-last"),
        finding("eventful", FAIL, requested).trigger("create-first"));
    stage.openHistory(name("eventful"));
    browser.await("document.querySelectorAll('.step').length === 6");
    assertThat(
            browser.text("[...document.querySelectorAll('.step .what')].map((it) => it.innerText)"))
        .containsSubsequence(
            "Creation requested by alice@example.com",
            "Judged at the first log entry 0.1 s later",
            "Violated: The IP masquerade agent is enabled",
            "Creation ended",
            "Judged at the last log entry",
            "Still violated: The IP masquerade agent is enabled",
            "Scan from a command line",
            "Resolved after 1 h 30 min: The IP masquerade agent is enabled");
    assertThat(browser.text("document.querySelector('.now').innerText")).contains("Complies");
  }

  @Test
  void silenceIsNotTakenForCompliance() throws Exception {
    try (LiveDashboard other = LiveDashboard.start(Layout.current(), stage.topic().address(), 0)) {
      browser.open(other.address());
      browser.await(
          "document.getElementById('violations').innerText.includes('Nothing heard yet')");
      assertThat(browser.text("document.getElementById('unjudged').innerText"))
          .contains("Nothing heard yet");
      stage.publish(finding("good", PASS, Instant.now()));
      browser.await(
          "document.getElementById('violations').innerText.includes('Nothing violates in the 1"
              + " environment heard of.')");
    }
  }

  @Test
  void findingsComeOverTheCloudSdksPubSubEmulatorToo() throws Exception {
    assumeTrue(CloudSdk.hasPubSubEmulator(), "the Cloud SDK's Pub/Sub emulator is not installed");
    try (FindingsTopic emulator = FindingsTopic.startEmulator();
        LiveDashboard other = LiveDashboard.start(Layout.current(), emulator.address(), 0)) {
      browser.open(other.address());
      Instant now = Instant.now();
      emulator.publish(finding("emulated", FAIL, now.minusSeconds(60)));
      browser.await(isOpen("emulated"));
      emulator.publish(finding("emulated", PASS, now));
      browser.await("!" + isOpen("emulated"));
    }
  }

  @Test
  void itOutlivesARestartOfPubSub() throws Exception {
    int port = FunctionProcess.freePort();
    FindingsTopic first = FindingsTopic.start(port);
    try (LiveDashboard other = LiveDashboard.start(Layout.current(), first.address(), 0)) {
      browser.open(other.address());
      Instant now = Instant.now();
      first.publish(finding("enduring", FAIL, now.minusSeconds(60)));
      browser.await(isOpen("enduring"));
      first.close();
      browser.await("document.getElementById('connection').innerText === 'No contact'");
      assertThat(browser.text("document.getElementById('trouble').innerText"))
          .startsWith("No contact with Pub/Sub since");
      assertThat(browser.evaluate(isOpen("enduring")).getAsBoolean()).isTrue();
      try (FindingsTopic second = FindingsTopic.start(port)) {
        browser.await("document.getElementById('connection').innerText === 'Live'");
        second.publish(finding("enduring", PASS, now), finding("newcomer", FAIL, now));
        browser.await("!" + isOpen("enduring") + " && " + isOpen("newcomer"));
        assertThat(browser.evaluate("document.getElementById('trouble').hidden").getAsBoolean())
            .isTrue();
      }
    }
  }

  @Test
  void aDashboardThatWasRestartedHasAnotherAddress() throws Exception {
    int port = FunctionProcess.freePort();
    LiveDashboard first = LiveDashboard.start(Layout.current(), stage.topic().address(), port);
    browser.open(first.address());
    browser.await("document.getElementById('connection').innerText === 'Live'");
    first.close();
    browser.await("document.getElementById('connection').innerText === 'Reconnecting'");
    try (LiveDashboard second =
        LiveDashboard.start(Layout.current(), stage.topic().address(), port)) {
      assertThat(second.address()).isNotEqualTo(first.address());
      browser.open(second.address());
      browser.await("document.getElementById('connection').innerText === 'Live'");
      stage.publish(finding("after-restart", FAIL, Instant.now()));
      browser.await(isOpen("after-restart"));
      assertThat(second.address().getPort()).isEqualTo(port);
    }
  }

  @Test
  void whatIsNoFindingIsCountedAndKeepsNothingUp() throws Exception {
    stage.open();
    stage.topic().publishText("{\"class_uid\": 2003, \"finding_info\": [");
    stage.topic().publishText("{}");
    stage.publish(finding("after-nonsense", FAIL, Instant.now()));
    browser.await(isOpen("after-nonsense"));
    browser.await("document.getElementById('footer').innerText.includes('2 were no finding')");
  }
}
