package dev.composeraudit.acceptance.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.composeraudit.acceptance.demo.LiveDashboard;
import dev.composeraudit.acceptance.deployment.FunctionProcess;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A topic, the packaged dashboard over it, and a browser that looks at its page. */
final class DashboardFixture implements AutoCloseable {
  static final Path SCREENSHOTS = Path.of("target/screenshots");

  private static final String PROJECT = "live-project";

  private final FindingsTopic topic;
  private final LiveDashboard dashboard;
  private final Browser browser;

  private DashboardFixture(FindingsTopic topic, LiveDashboard dashboard, Browser browser) {
    this.topic = topic;
    this.dashboard = dashboard;
    this.browser = browser;
  }

  /** Starts all of it; where there is no browser, the tests that need it are skipped. */
  static DashboardFixture set() throws IOException, InterruptedException {
    Optional<Path> chromium = Browser.installed();
    assumeTrue(chromium.isPresent(), "Chromium is not installed");
    FindingsTopic topic = FindingsTopic.start(FunctionProcess.freePort());
    LiveDashboard dashboard = LiveDashboard.start(Layout.current(), topic.address(), 0);
    return new DashboardFixture(topic, dashboard, Browser.start(chromium.orElseThrow()));
  }

  Browser browser() {
    return browser;
  }

  FindingsTopic topic() {
    return topic;
  }

  LiveDashboard dashboard() {
    return dashboard;
  }

  /** Loads the page anew, and waits until it shows what there is. */
  Browser open() throws InterruptedException {
    browser.open(dashboard.address());
    browser.await("document.body.classList.contains('settled')");
    return browser;
  }

  /** Goes to an environment's history. */
  Browser openHistory(String name) throws InterruptedException {
    open();
    browser.evaluate("location.hash = '#/environment/' + encodeURIComponent(`" + name + "`)");
    browser.await("document.querySelectorAll('.step').length > 0");
    return browser;
  }

  /** Opens all that can be opened on the page. */
  void openDetails() throws InterruptedException {
    browser.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })");
  }

  /** Keeps pictures of the page: dark, light, and on a narrow screen. */
  void photograph(String name) throws IOException, InterruptedException {
    browser.resize(1280, 900);
    for (String scheme : new String[] {"dark", "light"}) {
      browser.prefer(scheme);
      browser.photograph(SCREENSHOTS.resolve(name + "-" + scheme + ".png"));
    }
    browser.resize(390, 844);
    browser.photograph(SCREENSHOTS.resolve(name + "-narrow.png"));
    browser.resize(1280, 900);
  }

  /** The status of a GET request to the dashboard that names this host. */
  int status(URI address, String host) throws IOException, InterruptedException {
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

  void publish(SampleFinding... findings) throws IOException, InterruptedException {
    topic.publish(findings);
  }

  /** Of one project, by the policy that the agent is enabled. */
  static SampleFinding finding(String environment, Verdict verdict, Instant seen) {
    return SampleFinding.of(PROJECT, environment, Scenario.AGENT, verdict, seen);
  }

  /** The same environment's finding by another policy. */
  static SampleFinding finding(String environment, String policy, Verdict verdict, Instant seen) {
    return SampleFinding.of(PROJECT, environment, policy, verdict, seen);
  }

  static String name(String environment) {
    return "projects/%s/locations/europe-west1/environments/%s".formatted(PROJECT, environment);
  }

  /** A condition: whether an open violation of the environment is shown. */
  static String isOpen(String environment) {
    return "(" + cards("#violations", environment) + ".length > 0)";
  }

  /** An expression: what a section shows of an environment. */
  static String cards(String section, String environment) {
    return """
    [...document.querySelectorAll('%s .card')].filter(
        (it) => it.querySelector('a.environment').textContent === '%s')\
    """
        .formatted(section, environment);
  }

  @Override
  public void close() {
    browser.close();
    dashboard.close();
    topic.close();
  }
}
