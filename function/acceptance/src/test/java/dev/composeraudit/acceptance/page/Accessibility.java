package dev.composeraudit.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The accessibility checks of axe-core. */
final class Accessibility {
  private Accessibility() {}

  /** Asserts that the page that a browser shows violates no rule. */
  static void check(Browser browser, String what) throws IOException, InterruptedException {
    browser.evaluate(axe() + "; true");
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

  private static String axe() throws IOException {
    try (InputStream axe = Accessibility.class.getResourceAsStream("/axe.min.js")) {
      if (axe == null) {
        throw new IllegalStateException("axe.min.js is missing");
      }
      return new String(axe.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
