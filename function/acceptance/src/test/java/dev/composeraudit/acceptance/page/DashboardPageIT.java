package dev.composeraudit.acceptance.page;

import static dev.composeraudit.acceptance.deployment.Finding.Verdict.FAIL;
import static dev.composeraudit.acceptance.deployment.Finding.Verdict.PASS;
import static dev.composeraudit.acceptance.page.DashboardFixture.finding;
import static dev.composeraudit.acceptance.page.DashboardFixture.isOpen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard's page: for everybody, by keyboard too, and whatever findings say. */
final class DashboardPageIT {
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
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
        openDetails(browser);
        check("board, %s, %d".formatted(scheme, width));
        stage.openHistory("projects/acme-data/locations/europe-west1/environments/etl-nightly");
        openDetails(browser);
        browser.await("document.querySelectorAll('.drawings .picture').length > 0");
        check("history, %s, %d".formatted(scheme, width));
      }
    }
    browser.prefer("light");
    browser.resize(1280, 900);
  }

  @Test
  void nothingReachesBeyondANarrowScreen() throws Exception {
    browser.resize(320, 700);
    stage.open();
    openDetails(browser);
    assertThat(browser.text("document.documentElement.scrollWidth")).isEqualTo("320");
    stage.openHistory("projects/acme-data/locations/europe-west1/environments/etl-nightly");
    openDetails(browser);
    assertThat(browser.text("document.documentElement.scrollWidth")).isEqualTo("320");
    browser.resize(1280, 900);
  }

  @Test
  void itIsLookedAt() throws Exception {
    try (DashboardFixture own = DashboardFixture.set()) {
      own.open().await("document.body.innerText.includes('Nothing heard yet')");
      photograph(own.browser(), "empty");
      own.publish(DashboardExamples.findings(Instant.now()));
      own.open().await(isOpen("etl-nightly"));
      photograph(own.browser(), "board");
      openDetails(own.browser());
      photograph(own.browser(), "board-open");
      own.openHistory("projects/acme-data/locations/europe-west1/environments/etl-nightly");
      photograph(own.browser(), "history");
      own.publish(DashboardExamples.many(Instant.now()));
      own.open().await(isOpen("pipeline-39"));
      photograph(own.browser(), "many");
      own.topic().close();
      own.browser().await("!document.getElementById('trouble').hidden");
      photograph(own.browser(), "disconnected");
    }
    assertThat(SCREENSHOTS.resolve("history-narrow.png")).isNotEmptyFile();
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
    openDetails(browser);
    assertThat(browser.text("document.getElementById('violations').textContent"))
        .contains(image + "U+202Egnp.exe", "firstU+2028secondU+0007", "'\"><svg/onload=alert(1)>");
    assertHarmless();
    stage.openHistory("projects/" + image + "/locations/l/environments/" + script);
    openDetails(browser);
    assertThat(browser.text("document.getElementById('history').textContent")).contains(script);
    assertHarmless();
    browser.resize(390, 844);
    browser.photograph(SCREENSHOTS.resolve("hostile-narrow.png"));
    assertThat(browser.text("document.documentElement.scrollWidth")).isEqualTo("390");
    browser.resize(1280, 900);
  }

  @Test
  void anEnvironmentsViolationHasAPictureOfWhatTheDestinationSees() throws Exception {
    stage.openHistory("projects/acme-data/locations/europe-west1/environments/etl-nightly");
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
    photograph(browser, "picture");
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
    assertThat(get(address, "localhost:" + address.getPort())).isEqualTo(200);
    assertThat(get(address, "attacker.example:" + address.getPort())).isEqualTo(421);
    assertThat(get(address.resolve("api/events"), "127.0.0.1.attacker.example")).isEqualTo(421);
    assertThat(get(address.resolve("pom.xml"), "localhost")).isEqualTo(404);
    assertThat(get(address.resolve("/"), "localhost")).as("without the key").isEqualTo(403);
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

  private static void check(String what) throws Exception {
    browser.evaluate(resource("/axe.min.js") + "; true");
    assertThat(
            browser.text(
                """
                axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations
                    .flatMap((it) => it.nodes.map((node) => it.id + ' ' + node.html + node.failureSummary))
                    .join('\\n'))\
                """))
        .as(what)
        .isEmpty();
  }

  private static void openDetails(Browser browser) throws InterruptedException {
    browser.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })");
  }

  private static void photograph(Browser browser, String name)
      throws IOException, InterruptedException {
    browser.resize(1280, 900);
    for (String scheme : new String[] {"dark", "light"}) {
      browser.prefer(scheme);
      browser.photograph(SCREENSHOTS.resolve(name + "-" + scheme + ".png"));
    }
    browser.resize(390, 844);
    browser.photograph(SCREENSHOTS.resolve(name + "-narrow.png"));
    browser.resize(1280, 900);
  }

  private static int get(URI address, String host) throws IOException, InterruptedException {
    // The JDK's client sends no Host of its user's choosing.
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(address.getPath(), host)
                  .getBytes(StandardCharsets.US_ASCII));
      String status =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      return Integer.parseInt(status.split(" ", 3)[1]);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream resource = DashboardPageIT.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
