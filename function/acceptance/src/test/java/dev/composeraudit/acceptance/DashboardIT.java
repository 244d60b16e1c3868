package dev.composeraudit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The live dashboard in a real browser, over a real subscription of the sandbox's. */
final class DashboardIT {
  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  private static FindingsTopic topic;
  private static LiveDashboard dashboard;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> chromium = Browser.installed();
    assumeTrue(chromium.isPresent(), "Chromium is not installed");
    topic = FindingsTopic.start(Deployment.freePort());
    dashboard = LiveDashboard.start(Layout.current(), topic.address(), 0);
    browser = Browser.start(chromium.orElseThrow());
  }

  @AfterAll
  static void stop() {
    for (AutoCloseable started : new AutoCloseable[] {browser, dashboard, topic}) {
      close(started);
    }
  }

  @Test
  void screens() throws Exception {
    Instant now = Instant.now();
    topic.publish(Gallery.findings(now));
    browser.resize(1280, 900);
    browser.open(dashboard.address());
    browser.await("document.querySelectorAll('.card').length > 3");
    shoot("board");
    browser.evaluate(
        "document.querySelectorAll('#board details').forEach((it) => { it.open = true; })");
    shoot("board-open");
    browser.evaluate(
        "location.hash = document.querySelector('#violations a.environment').getAttribute('href')");
    browser.await("document.querySelectorAll('.step').length > 2");
    shoot("history");
    assertThat(browser.complaints()).isEmpty();
  }

  private static void shoot(String name) throws IOException, InterruptedException {
    for (String scheme : new String[] {"light", "dark"}) {
      browser.prefer(scheme);
      browser.photograph(SCREENSHOTS.resolve(name + "-" + scheme + ".png"));
    }
    browser.prefer("light");
    browser.resize(390, 844);
    System.out.println(
        browser.text(
            "document.documentElement.scrollWidth + ' ' +"
                + " [...document.querySelectorAll('*')].filter(it =>"
                + " it.getBoundingClientRect().right > 391).map(it => it.tagName + '.' +"
                + " it.className + '#' + it.id).slice(0, 20).join(' ')"));
    browser.photograph(SCREENSHOTS.resolve(name + "-narrow.png"));
    browser.resize(1280, 900);
  }

  private static void close(AutoCloseable started) {
    try {
      if (started != null) {
        started.close();
      }
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
