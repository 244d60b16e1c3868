package dev.composeraudit.cli.diff;

import dev.composeraudit.cli.console.Colour;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.ExitCode;
import dev.composeraudit.cli.format.FormatRequest;
import dev.composeraudit.cli.format.Formats;
import dev.composeraudit.cli.option.FormatRequestReader;
import dev.composeraudit.cli.option.PolicyOptions;
import dev.composeraudit.cli.option.WantedPolicies;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.policy.PolicySet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code diff}: what a change would do, before it is made. */
@Command(
    name = "diff",
    customSynopsis = {
      "composer-audit diff [OPTIONS] BEFORE AFTER",
      "       composer-audit diff [OPTIONS] BEFORE --egress-policies FILE",
      "       composer-audit diff [OPTIONS] --policies OLD NEW FILE..."
    },
    description = {
      "Shows how a change of environments or policies changes results and source addresses.",
      "",
      "It shows results that differ, with the reason before and after, and destinations that see"
          + " another source address, each range with one packet as an example.",
      "",
      "A change is WORSE if there is a new violation, if a result or a source that was known is"
          + " unknown, or if a firewall that a binding describes accepts less. It is UNKNOWN if"
          + " this can't be determined, BETTER if a result becomes PASS, and OTHER in all other"
          + " cases. A destination that sees nodes instead of Pods is OTHER, because that is better"
          + " for one firewall and worse for another."
    },
    footer = {
      "",
      "Exit code: 0 if nothing gets worse, 1 if something does, 2 if a document could not be read"
          + " or is not complete, if there is nothing to compare, or if a change is UNKNOWN."
    })
public final class Diff implements Callable<Integer> {
  @Parameters(
      paramLabel = "BEFORE AFTER",
      arity = "1..*",
      description =
          "a document that check reads (Subject document, output of gcloud, Terraform plan or"
              + " state), a folder of such files, or output of check or scan with --format json; -"
              + " is standard input")
  private List<String> operands = new ArrayList<>();

  @Mixin private PolicyPairOptions policies = new PolicyPairOptions();

  @Option(
      names = "--egress-policies",
      paramLabel = "[ENVIRONMENT=]FILE",
      description =
          "EgressNATPolicies to apply to AFTER, or without AFTER to BEFORE: a manifest changes the"
              + " egress policies that it names, a list (kubectl get -o json) replaces all of them")
  private List<String> egressPolicies = new ArrayList<>();

  @Mixin private WantedPolicies wanted = new WantedPolicies();

  @Option(
      names = "--format",
      paramLabel = "NAME[=FILE]",
      converter = FormatRequestReader.class,
      description =
          "table, json or markdown (for a comment on a pull request), into FILE if it is named; may"
              + " be repeated, once for standard output; default: table")
  private List<FormatRequest> requests = new ArrayList<>();

  private final Console console;

  public Diff(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InvalidDocumentsException {
    List<String> before = operands;
    List<String> after = operands;
    if (!policies.areTwo()) {
      requirePair();
      before = operands.subList(0, 1);
      after = operands.subList(operands.size() - 1, operands.size());
    }
    PolicySet old = policies.before();
    PolicySet changed = policies.areTwo() ? policies.after() : old;
    List<String> known = new ArrayList<>(PolicyOptions.names(old));
    known.addAll(PolicyOptions.names(changed));
    wanted.check(known);
    Formats<DiffReport> formats =
        new Formats<>(
            List.of(
                new DiffTable(
                    (worse, text) -> console.paint(worse ? Colour.BAD : Colour.GOOD, text)),
                new DiffJson(),
                new DiffMarkdown()));
    formats.check(requests);
    DiffInputs inputs = new DiffInputs(console, wanted);
    inputs.expand(before);
    inputs.expand(after);
    DiffSide was = inputs.read(before, old, List.of());
    DiffSide is = inputs.read(after, changed, egressPolicies);
    DiffReport report = Comparison.of(was, is);
    formats.write(report, requests, console.out());
    return report.isPartial() || inputs.foundNothing() ? ExitCode.TROUBLE : exitCode(report);
  }

  private void requirePair() throws IOException {
    int needed = egressPolicies.isEmpty() ? 2 : 1;
    if (operands.size() < needed || operands.size() > 2) {
      throw new IOException(
          "diff: give BEFORE and AFTER (a folder stands for the files in it); or BEFORE and"
              + " --egress-policies FILE; or --policies OLD NEW and any number of files");
    }
  }

  private static int exitCode(DiffReport report) {
    if (report.isWorse()) {
      return ExitCode.VIOLATIONS;
    }
    return report.isUnknown() ? ExitCode.TROUBLE : ExitCode.CLEAN;
  }
}
