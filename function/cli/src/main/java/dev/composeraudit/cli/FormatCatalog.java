package dev.composeraudit.cli;

import dev.composeraudit.cli.diff.DiffJson;
import dev.composeraudit.cli.diff.DiffMarkdown;
import dev.composeraudit.cli.diff.DiffReport;
import dev.composeraudit.cli.diff.DiffTable;
import dev.composeraudit.cli.format.CheckReport;
import dev.composeraudit.cli.format.CsvFormat;
import dev.composeraudit.cli.format.Formats;
import dev.composeraudit.cli.format.HtmlFormat;
import dev.composeraudit.cli.format.JsonFormat;
import dev.composeraudit.cli.format.JunitFormat;
import dev.composeraudit.cli.format.MarkdownFormat;
import dev.composeraudit.cli.format.OcsfFormat;
import dev.composeraudit.cli.format.SarifFormat;
import dev.composeraudit.cli.format.TableFormat;
import dev.composeraudit.egress.Destination;
import dev.composeraudit.policy.result.Outcome;
import java.util.List;

/** The formats of every command: the one place that lists them. */
final class FormatCatalog {
  private FormatCatalog() {}

  /**
   * Of results, for {@code check} and {@code scan}.
   *
   * @param fix whether the table shows how to comply
   */
  static Formats<CheckReport> results(Console console, boolean fix) {
    return new Formats<>(
        List.of(
            new TableFormat((outcome, text) -> console.paint(colour(outcome), text), fix),
            new JsonFormat(),
            new OcsfFormat(),
            new CsvFormat(),
            new SarifFormat(),
            new JunitFormat(),
            new MarkdownFormat(),
            new HtmlFormat()));
  }

  /**
   * Of explanations, for {@code explain}.
   *
   * @param firewall what the destinations' firewall accepts; empty if none was asked about
   */
  static Formats<List<Explanation>> explanations(Console console, List<Destination> firewall) {
    return new Formats<>(
        List.of(
            new ExplanationText(console, firewall),
            new ExplanationJson(),
            new ExplanationSvg(firewall)));
  }

  /** Of differences, for {@code diff}. */
  static Formats<DiffReport> differences(Console console) {
    return new Formats<>(
        List.of(
            new DiffTable((worse, text) -> console.paint(worse ? Colour.BAD : Colour.GOOD, text)),
            new DiffJson(),
            new DiffMarkdown()));
  }

  private static Colour colour(Outcome outcome) {
    return switch (outcome) {
      case PASS -> Colour.GOOD;
      case FAIL -> Colour.BAD;
      case ERROR -> Colour.DOUBTFUL;
      case EXEMPT, PENDING -> Colour.NEUTRAL;
      case SKIP -> Colour.DIM;
    };
  }
}
