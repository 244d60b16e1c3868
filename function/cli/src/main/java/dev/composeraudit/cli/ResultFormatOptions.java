package dev.composeraudit.cli;

import dev.composeraudit.cli.format.CheckReport;
import dev.composeraudit.cli.format.FormatRequest;
import dev.composeraudit.cli.format.Formats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say how results are written, for the verbs that judge. */
final class ResultFormatOptions {
  @Option(
      names = "--format",
      paramLabel = "NAME[=FILE]",
      converter = FormatRequestReader.class,
      description =
          "table, json, ocsf, csv, sarif, junit, markdown or html, into a file if one is named; may"
              + " be given several times, once for standard output; default: table")
  private List<FormatRequest> requests = new ArrayList<>();

  @Option(names = "--fix", description = "the table shows what to do about each violation")
  private boolean fix;

  /**
   * Checks the options before anything is judged.
   *
   * @throws IOException with one line for the user
   */
  void check(Console console) throws IOException {
    formats(console).check(requests);
  }

  /** Writes the report in every format that was asked for. */
  void write(CheckReport report, Console console) throws IOException {
    formats(console).write(report, requests, console.out());
  }

  private Formats<CheckReport> formats(Console console) {
    return FormatCatalog.results(console, fix);
  }
}
