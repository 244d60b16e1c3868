package dev.composeraudit.acceptance.demo;

import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Help.Ansi;

/** What the demo shows: a line each, with the seconds since its start; coloured on a terminal. */
final class Screen {
  private static final String RESET = "\u001b[0m";
  private static final String DIM = "\u001b[2m";

  private final PrintStream out;
  private final boolean coloured;
  private final Instant start;

  Screen(PrintStream out, boolean coloured, Instant start) {
    this.out = out;
    this.coloured = coloured;
    this.start = start;
  }

  /** Coloured where a person looks at it and did not ask otherwise (no-color.org). */
  static Screen standard() {
    return new Screen(System.out, Ansi.AUTO.enabled(), Instant.now());
  }

  void step(String what) {
    line(paint(DIM, what));
  }

  void plain(String text) {
    out.println(text);
  }

  void finding(String letter, PublishedFinding finding) {
    Verdict verdict = finding.verdict();
    String word = verdict == Verdict.ARCHIVED ? "n/a" : verdict.toString();
    // What another finding explains is not told twice.
    String message =
        finding.causedBy().isEmpty()
            ? finding.message()
            : "because of " + String.join(", ", finding.causedBy());
    line(
        "(%s) %s %-42s %s"
            .formatted(
                letter,
                paint(colour(verdict), "%-10s".formatted(word)),
                finding.policy(),
                paint(DIM, message)));
  }

  void verdict(boolean good, String text) {
    line(paint(good ? "\u001b[32m" : "\u001b[1;31m", good ? "ok   " : "WRONG") + " " + text);
  }

  private void line(String text) {
    double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
    out.println(paint(DIM, "%6.1fs".formatted(seconds)) + "  " + text);
  }

  private static String colour(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "\u001b[32m";
      case FAIL -> "\u001b[1;31m";
      case ERROR -> "\u001b[33m";
      case SUPPRESSED, ARCHIVED -> "\u001b[36m";
    };
  }

  private String paint(String colour, String text) {
    return coloured ? colour + text + RESET : text;
  }
}
