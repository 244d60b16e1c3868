package dev.composeraudit.cli.explain;

import dev.composeraudit.address.CidrSet;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.ExitCode;
import dev.composeraudit.cli.files.SubjectFiles;
import dev.composeraudit.cli.format.FormatRequest;
import dev.composeraudit.cli.format.Formats;
import dev.composeraudit.cli.option.DumpOptions;
import dev.composeraudit.cli.option.FormatRequestReader;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.DestinationEvidence;
import dev.composeraudit.egress.Egress;
import dev.composeraudit.egress.SourceTrace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code explain}: which source address destinations see, and why. */
@Command(
    name = "explain",
    description = {
      "Shows which source address a destination sees, and why.",
      "The answer is for Pods that do not use their node's network (hostNetwork), and for packets"
          + " inside the VPC. Outside the VPC, Cloud NAT or an external address may replace the"
          + " source."
    },
    footer = {
      "",
      "Exit code: 0 if there is an answer for every destination (unknown is an answer), 2 if a"
          + " document or a range could not be read."
    })
public final class Explain implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "documents, as for check; - is standard input")
  private List<String> files = new ArrayList<>();

  @Option(
      names = {"-d", "--destination"},
      paramLabel = "ADDRESS|RANGE",
      required = true,
      parameterConsumer = RangeValues.class,
      description = "an address or range that Pods send packets to; may be repeated")
  private List<String> destinations = new ArrayList<>();

  @Option(
      names = {"-a", "--accepts"},
      paramLabel = "RANGE",
      parameterConsumer = RangeValues.class,
      description =
          "a range that the destination's firewall accepts; shows whether it accepts the packets")
  private List<String> accepts = new ArrayList<>();

  @Mixin private DumpOptions dumps = new DumpOptions();

  @Option(
      names = "--format",
      paramLabel = "NAME[=FILE]",
      converter = FormatRequestReader.class,
      description =
          "text, json or svg (a picture of each), into FILE if it is named; may be repeated, once"
              + " for standard output; default: text")
  private List<FormatRequest> requests = new ArrayList<>();

  private final Console console;

  public Explain(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InvalidDocumentsException {
    Ranges ranges = new Ranges();
    List<Destination> wanted = ranges.read("--destination", destinations);
    List<Destination> accepted = ranges.read("--accepts", accepts);
    ranges.check();
    Formats<List<Explanation>> formats =
        new Formats<>(
            List.of(
                new ExplanationText(console, accepted),
                new ExplanationJson(),
                new ExplanationSvg()));
    formats.check(requests);
    SubjectFiles subjects = new SubjectFiles(console);
    List<Explanation> explanations = new ArrayList<>();
    for (SubjectFiles.Found found : subjects.read(files, dumps.files())) {
      explanations.add(explain(found, wanted, accepted));
    }
    formats.write(explanations, requests, console.out());
    return subjects.failed() || explanations.isEmpty() ? ExitCode.TROUBLE : ExitCode.CLEAN;
  }

  private static Explanation explain(
      SubjectFiles.Found found, List<Destination> wanted, List<Destination> accepted) {
    Egress egress = Egress.of(found.subject());
    CidrSet firewall = Ranges.set(accepted);
    List<Explanation.Answer> answers = new ArrayList<>();
    for (Destination destination : wanted) {
      SourceTrace trace = egress.trace(destination);
      answers.add(
          new Explanation.Answer(
              trace,
              accepted.isEmpty() ? null : trace.acceptedBy(firewall),
              DestinationEvidence.of(egress, "", destination, accepted)));
    }
    return new Explanation(found.file(), found.subject().name(), egress.mode(), answers);
  }
}
