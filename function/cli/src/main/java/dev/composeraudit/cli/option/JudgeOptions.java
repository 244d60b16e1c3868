package dev.composeraudit.cli.option;

import dev.composeraudit.cli.console.Colour;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.format.CheckReport;
import dev.composeraudit.cli.format.CsvFormat;
import dev.composeraudit.cli.format.FormatRequest;
import dev.composeraudit.cli.format.Formats;
import dev.composeraudit.cli.format.HtmlFormat;
import dev.composeraudit.cli.format.JsonFormat;
import dev.composeraudit.cli.format.JunitFormat;
import dev.composeraudit.cli.format.MarkdownFormat;
import dev.composeraudit.cli.format.OcsfFormat;
import dev.composeraudit.cli.format.SarifFormat;
import dev.composeraudit.cli.format.TableFormat;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.result.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options of the commands that judge: by which policies, which violations make the exit code 1,
 * and how results are written.
 */
public final class JudgeOptions {
  @Mixin private PolicyOptions policies = new PolicyOptions();

  @Mixin private WantedPolicies wanted = new WantedPolicies();

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY|never",
      defaultValue = "LOW",
      converter = Threshold.Reader.class,
      description = "the lowest severity that makes the exit code 1; default: LOW")
  private Threshold failOn = new Threshold(null);

  @Option(
      names = "--format",
      paramLabel = "NAME[=FILE]",
      converter = FormatRequestReader.class,
      description =
          "table, json, ocsf, csv, sarif, junit, markdown or html, into FILE if it is named; may be"
              + " repeated, once for standard output; default: table")
  private List<FormatRequest> requests = new ArrayList<>();

  @Option(names = "--fix", description = "the table also shows ways to comply for each violation")
  private boolean fix;

  /**
   * Loads the policies, whose exceptions may last a year, and checks the other options before
   * anything is judged.
   *
   * @throws IOException with one line for the user
   * @throws InvalidDocumentsException with every error of every policy file
   */
  public PolicySet load(Console console) throws IOException, InvalidDocumentsException {
    PolicySet set = policies.load();
    set.requireShortExceptions(console.clock().instant());
    wanted.check(set);
    formats(console).check(requests);
    return set;
  }

  /** The policies whose results are wanted. */
  public WantedPolicies wanted() {
    return wanted;
  }

  /** From which severity on a violation makes the exit code 1. */
  public Threshold threshold() {
    return failOn;
  }

  /** Writes the report in every format that was asked for. */
  public void write(CheckReport report, Console console) throws IOException {
    formats(console).write(report, requests, console.out());
  }

  private Formats<CheckReport> formats(Console console) {
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
