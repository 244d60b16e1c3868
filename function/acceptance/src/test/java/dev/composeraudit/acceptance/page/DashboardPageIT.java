package dev.composeraudit.acceptance.page;

import static dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict.FAIL;
import static dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict.PASS;
import static dev.composeraudit.acceptance.page.DashboardFixture.finding;
import static dev.composeraudit.acceptance.page.DashboardFixture.isOpen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.deployment.Scenario;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard's page: for everybody, by keyboard too, and whatever findings say. */
final class DashboardPageIT {
  private static final String NIGHTLY =
      "projects/acme-data/locations/europe-west1/environments/etl-nightly";
  private static final String FOCUSED = "document.activeElement";

  private static DashboardFixture stage;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    stage = DashboardFixture.set();
    browser = stage.browser();
    stage.publish(DashboardExamples.findings(Instant.now()));
    stage.open();
    browser.await(isOpen("etl-nightly"));
  }

  @AfterAll
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  @Test
  void itPassesTheAccessibilityChecks() throws Exception {
    for (String scheme : new String[] {"light", "dark"}) {
      browser.prefer(scheme);
      for (int width : new int[] {1280, 390}) {
        browser.resize(width, 900);
        stage.open();
        stage.openDetails();
        Accessibility.check(browser, "board, %s, %d".formatted(scheme, width));
        stage.openHistory(NIGHTLY);
        stage.openDetails();
        browser.await("document.querySelectorAll('.drawings .picture').length > 0");
        Accessibility.check(browser, "history, %s, %d".formatted(scheme, width));
      }
    }
    browser.prefer("light");
    browser.resize(1280, 900);
  }

  @Test
  void nothingReachesBeyondANarrowScreen() throws Exception {
    browser.resize(320, 700);
    stage.open();
    stage.openDetails();
    assertThat(browser.text("document.documentElement.scrollWidth")).isEqualTo("320");
    stage.openHistory(NIGHTLY);
    stage.openDetails();
    assertThat(browser.text("document.documentElement.scrollWidth")).isEqualTo("320");
    browser.resize(1280, 900);
  }

  @Test
  void aKeyboardIsEnough() throws Exception {
    stage.open();
    browser.press("Tab");
    assertThat(browser.text(FOCUSED + ".textContent")).isEqualTo("Skip to the findings");
    browser.press("/");
    assertThat(browser.text(FOCUSED + ".id")).isEqualTo("words");
    for (String key : List.of("r", "e", "p", "o", "r", "t", "s")) {
      browser.press(key);
    }
    browser.await("document.querySelectorAll('#violations .card').length === 1");
    String toLink = FOCUSED + ".matches('#violations a.environment')";
    for (int tabs = 0; tabs < 6 && !browser.evaluate(toLink).getAsBoolean(); tabs++) {
      browser.press("Tab");
    }
    browser.press("Enter");
    browser.await(FOCUSED + ".matches('#history h2')");
    assertThat(browser.text(FOCUSED + ".textContent")).isEqualTo("reports");
    browser.evaluate("history.back()");
    browser.await(FOCUSED + ".textContent === 'reports' && " + toLink);
  }

  @Test
  void theFocusStaysWhereItIsWhileFindingsCome() throws Exception {
    Instant now = Instant.now();
    stage.publish(finding("focused", FAIL, now.minusSeconds(60)));
    stage.open();
    browser.await(isOpen("focused"));
    String details =
        DashboardFixture.cards("#violations", "focused") + "[0].querySelector('details')";
    browser.evaluate(details + ".open = true, " + details + ".firstChild.focus()");
    stage.publish(finding("focused", FAIL, now), finding("before-focused", FAIL, now));
    browser.await(isOpen("before-focused"));
    assertThat(browser.evaluate(FOCUSED + " === " + details + ".firstChild").getAsBoolean())
        .isTrue();
    assertThat(browser.evaluate(details + ".open").getAsBoolean()).isTrue();
    stage.publish(finding("focused", PASS, now.plusSeconds(1)));
    browser.await("!" + isOpen("focused"));
    assertThat(browser.text(FOCUSED + ".id")).isEqualTo("violations-title");
  }

  @Test
  void hostileTextIsShownAsText() throws Exception {
    String script = "<script>document.title='broken into'</script>";
    String image = "<img src=x onerror=\"document.title='broken into'\">";
    String huge = "n".repeat(10_000);
    stage.publish(
        finding(script, FAIL, Instant.now())
            .environment("projects/" + image + "/locations/l/environments/" + script)
            .title(image + "\u202egnp.exe")
            .messages(script, huge, "first\u2028second\u0007")
            .by("'\"><svg/onload=alert(1)>")
            .remediation("Do\n" + script + "\n\nDo more of it\n" + image)
            .link("javascript:document.title='broken into'"),
        finding(huge, FAIL, Instant.now()).title(huge).messages(huge));
    stage.open();
    browser.await(
        "document.getElementById('violations').textContent.includes(`%s`)"
            .formatted(script.replace("</", "<\\/")));
    stage.openDetails();
    assertThat(browser.text("document.getElementById('violations').textContent"))
        .contains(image + "U+202Egnp.exe", "firstU+2028secondU+0007", "'\"><svg/onload=alert(1)>");
    assertHarmless();
    stage.openHistory("projects/" + image + "/locations/l/environments/" + script);
    stage.openDetails();
    assertThat(browser.text("document.getElementById('history').textContent")).contains(script);
    assertHarmless();
    browser.resize(390, 844);
    browser.photograph(DashboardFixture.SCREENSHOTS.resolve("hostile-narrow.png"));
    assertThat(browser.text("document.documentElement.scrollWidth")).isEqualTo("390");
    browser.resize(1280, 900);
  }

  @Test
  void anEnvironmentsViolationHasAPictureOfWhatTheDestinationSees() throws Exception {
    stage.openHistory(NIGHTLY);
    browser.await("document.querySelectorAll('.drawings .picture').length === 1");
    assertThat(browser.text("document.querySelector('.drawings summary').textContent"))
        .isEqualTo("What on-premises (10.200.0.0/15) sees");
    assertThat(
            browser.text(
                """
                document.querySelector('.picture [role=img]').getAttribute('aria-labelledby').split(' ')
                    .map((id) => document.getElementById(id).textContent).join(' ')\
                """))
        .startsWith(
            "Which source address on-premises (10.200.0.0/15) sees from projects/acme-data/")
        .contains("10.200.0.0/16 (65,536 addresses): POD; 10.200.0.0/16: configured to keep")
        .contains("Its firewall accepts 10.0.0.0/8 only: accepted in part.");
    assertThat(
            browser.text("getComputedStyle(document.querySelector('.picture .way')).strokeWidth"))
        .isEqualTo("2.5px");
    stage.photograph("picture");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aPictureOfHostileTextIsText() throws Exception {
    String image = "<img src=x onerror=\"document.title='broken into'\">";
    stage.publish(finding("drawn", Scenario.DESTINATIONS, FAIL, Instant.now()).egress(image));
    stage.openHistory(DashboardFixture.name("drawn"));
    browser.await("document.querySelectorAll('.drawings .picture').length === 1");
    assertThat(browser.text("document.querySelector('.picture').textContent")).contains(image);
    assertThat(browser.text("document.title")).doesNotContain("broken into");
    assertThat(browser.text("document.querySelectorAll('main img, main script').length"))
        .isEqualTo("0");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void noScriptRunsButItsOwn() throws Exception {
    stage.open();
    for (String attempt :
        new String[] {
          "setAttribute('onclick', code)", "innerHTML = '<img onerror=' + code + '>'", "text = code"
        }) {
      String outcome =
          browser.text(
              """
              (() => {
                const code = "document.title = 'broken into'";
                const inline = document.createElement('script');
                try {
                  inline.%s;
                  return 'done';
                } catch (refused) {
                  return refused.message;
                }
              })()\
              """
                  .formatted(attempt));
      assertThat(outcome).as(attempt).contains("requires 'Trusted");
    }
    browser.evaluate(
        """
        (() => {
          const script = document.createElement('script');
          script.append("document.title = 'broken into'");
          document.body.append(script);
          script.remove();
        })()\
        """);
    assertThat(browser.text("document.title")).doesNotContain("broken into");
    browser.forgive();
  }

  @Test
  void itAnswersThisMachinesOwnNamesOnly() throws Exception {
    URI address = stage.dashboard().address();
    assertThat(stage.status(address, "localhost:" + address.getPort())).isEqualTo(200);
    assertThat(stage.status(address, "attacker.example:" + address.getPort())).isEqualTo(421);
    assertThat(stage.status(address.resolve("api/events"), "127.0.0.1.attacker.example"))
        .isEqualTo(421);
    assertThat(stage.status(address.resolve("pom.xml"), "localhost")).isEqualTo(404);
    assertThat(stage.status(address.resolve("/"), "localhost"))
        .as("without the key")
        .isEqualTo(403);
  }

  private static void assertHarmless() throws InterruptedException {
    assertThat(browser.text("document.title")).doesNotContain("broken into");
    assertThat(browser.text("document.scripts.length")).isEqualTo("1");
    assertThat(browser.text("document.querySelectorAll('main img, main svg').length"))
        .isEqualTo("0");
    assertThat(
            browser.text("[...document.links].filter((it) => !/^(https?):/.test(it.href)).length"))
        .isEqualTo("0");
    assertThat(browser.complaints()).isEmpty();
  }
}
