package dev.composeraudit.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.ManagedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTML report of {@code check}: for everybody, and with 10,000 results. */
final class ReportPageIT {
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final String SHOWN = "document.getElementById('shown').textContent";

  /** Documents of one file; more would be longer than a file may be. */
  private static final int OF_A_FILE = 50;

  private static final String BINDING =
      """
      apiVersion: composer-audit/v1
      kind: PolicyBinding
      metadata: {name: pods-only}
      spec:
        policyName: destinations-see-an-accepted-source
        parameters:
          destinations:
            - {name: data centre, cidr: 10.0.0.0/8, acceptedSources: [192.168.0.0/16]}
      """;

  @TempDir private static Path folder;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> chromium = Browser.installed();
    assumeTrue(chromium.isPresent(), "chromium is not installed");
    browser = Browser.start(chromium.get());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void itPassesTheAccessibilityChecksAndBreaksNoPolicyOfItsOwn() throws Exception {
    Path report = report("small", 6);

    for (String scheme : new String[] {"light", "dark"}) {
      browser.prefer(scheme);
      for (int width : new int[] {1280, 390}) {
        browser.resize(width, 900);
        browser.open(report.toUri());
        browser.evaluate(
            "document.querySelectorAll('details').forEach((it) => { it.open = true; })");
        Accessibility.check(browser, "%s, %d".formatted(scheme, width));
        browser.photograph(SCREENSHOTS.resolve("report-%s-%d.png".formatted(scheme, width)));
        assertThat(browser.text("document.documentElement.scrollWidth"))
            .isEqualTo(String.valueOf(width));
      }
    }
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void picturesAreForEverybodyAndNotInTheWayOfTheSearch() throws Exception {
    Path bindings = Files.createDirectories(folder.resolve("bindings"));
    Files.writeString(bindings.resolve("bindings.yaml"), BINDING);
    Path report = report("pictures", 6, "--bindings", bindings.toString());

    for (String scheme : new String[] {"dark", "light"}) {
      browser.prefer(scheme);
      for (int width : new int[] {390, 1280}) {
        browser.resize(width, 900);
        browser.open(report.toUri());
        browser.evaluate(
            "document.querySelectorAll('.drawing').forEach((it) => { it.open = true; })");
        Accessibility.check(browser, "pictures, %s, %d".formatted(scheme, width));
        browser.photograph(SCREENSHOTS.resolve("pictures-%s-%d.png".formatted(scheme, width)));
        assertThat(browser.text("document.documentElement.scrollWidth"))
            .isEqualTo(String.valueOf(width));
      }
    }
    assertThat(browser.text("document.querySelectorAll('.picture [role=img]').length"))
        .isEqualTo("6");
    assertThat(
            browser.text(
                "[...document.querySelectorAll('[id]')].length"
                    + " - new Set([...document.querySelectorAll('[id]')].map((it) => it.id)).size"))
        .isEqualTo("0");
    // Only pictures say it.
    type("words", "masqueraded:");
    browser.await(SHOWN + ".startsWith('0 of')");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void tenThousandResultsAreSearchedAndFiltered() throws Exception {
    Path report = report("large", 1112);
    assertThat(Files.size(report)).isLessThan(10_000_000);
    browser.prefer("light");
    browser.resize(1280, 900);
    browser.open(report.toUri());
    assertThat(browser.text("document.querySelectorAll('.rows > li').length")).isEqualTo("10008");
    assertThat(browser.text("document.querySelector('h1').textContent"))
        .isEqualTo("371 violations in 371 environments");

    type("words", "env-0407");
    browser.await(SHOWN + " === '9 of 10,008 results'");
    type("words", "ip-masquerade-agent env-03");
    choose("result", "FAIL");
    browser.await(SHOWN + " === '34 of 10,008 results'");
    browser.evaluate("document.querySelector('#filter button').click()");
    browser.await(SHOWN + " === ''");
    choose("severity", "CRITICAL");
    browser.await(SHOWN + " === '0 of 10,008 results'");
    assertThat(browser.complaints()).isEmpty();
  }

  private static void type(String field, String words) throws InterruptedException {
    browser.evaluate(
        "(() => { const it = document.getElementById('%s'); it.value = '%s';"
                .formatted(field, words)
            + " it.dispatchEvent(new Event('input', {bubbles: true})); })()");
  }

  private static void choose(String field, String value) throws InterruptedException {
    type(field, value);
  }

  /** The report of so many environments, a third of them without the agent. */
  private static Path report(String name, int environments, String... more) throws Exception {
    Path subject = Layout.current().root().resolve("policies/subjects/composer-2.yaml");
    String document = Files.readString(subject);
    Path report = folder.resolve(name + ".html");
    List<String> arguments = Layout.current().commandLine("check", "--format", "html=" + report);
    arguments.addAll(List.of(more));
    for (int first = 0; first < environments; first += OF_A_FILE) {
      StringBuilder text = new StringBuilder();
      for (int i = first; i < Math.min(first + OF_A_FILE, environments); i++) {
        String renamed =
            document.replace(
                "environments/example-environment",
                String.format(Locale.ROOT, "environments/env-%04d", i));
        text.append("---\n")
            .append(
                i % 3 == 0
                    ? renamed.replace("enableIpMasqAgent: true", "enableIpMasqAgent: false")
                    : renamed);
      }
      Path file = folder.resolve("%s-%d.yaml".formatted(name, first));
      Files.writeString(file, text);
      arguments.add(file.toString());
    }
    try (ManagedProcess process =
        ManagedProcess.start("composer-audit", arguments, folder, Map.of())) {
      assertThat(process.awaitExit(TIMEOUT)).isEqualTo(1);
    }
    return report;
  }
}
