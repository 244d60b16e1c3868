package dev.composeraudit.cli;

import dev.composeraudit.address.CidrSet;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.Egress;
import dev.composeraudit.egress.SourceTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code explain}: which source address destinations see, and why. */
@Command(
    name = "explain",
    description = {
      "Tells which source address a destination sees, and why.",
      "It speaks of Pods with a network of their own, and of what is seen inside the VPC."
    },
    footer = {
      "",
      "Exit code: 0 if everything was explained (unknown is an explanation), 2 if a document or a"
          + " range could not be read."
    })
final class Explain implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Subject documents, or environments as gcloud prints them; - is standard input")
  private List<String> files = new ArrayList<>();

  @Option(
      names = {"-d", "--destination"},
      paramLabel = "ADDRESS|RANGE",
      required = true,
      parameterConsumer = RangeValues.class,
      description = "where Pods send to; may be given several times")
  private List<String> destinations = new ArrayList<>();

  @Option(
      names = {"-a", "--accepts"},
      paramLabel = "RANGE",
      parameterConsumer = RangeValues.class,
      description = "what the destination's firewall accepts: tells whether packets pass it")
  private List<String> accepts = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "default: text")
  private Format format = Format.text;

  private final Console console;

  Explain(Console console) {
    this.console = console;
  }

  /** The formats of explanations, by the names that users give them. */
  enum Format {
    text,
    json
  }

  @Override
  public Integer call() throws InvalidDocumentsException {
    Ranges ranges = new Ranges();
    List<Destination> wanted = ranges.read("--destination", destinations);
    List<Destination> accepted = ranges.read("--accepts", accepts);
    ranges.check();
    SubjectFiles subjects = new SubjectFiles(console);
    List<Explanation> explanations = new ArrayList<>();
    for (SubjectFiles.Found found : subjects.read(files)) {
      explanations.add(explain(found, wanted, accepted));
    }
    switch (format) {
      case json -> console.out().println(ExplanationJson.of(explanations));
      case text -> new ExplanationText(console, accepted).print(explanations);
    }
    return subjects.failed() ? ExitCode.TROUBLE : ExitCode.CLEAN;
  }

  private static Explanation explain(
      SubjectFiles.Found found, List<Destination> wanted, List<Destination> accepted) {
    Egress egress = Egress.of(found.subject());
    CidrSet firewall = Ranges.set(accepted);
    List<Explanation.Answer> answers = new ArrayList<>();
    for (Destination destination : wanted) {
      SourceTrace trace = egress.trace(destination);
      answers.add(
          new Explanation.Answer(trace, accepted.isEmpty() ? null : trace.acceptedBy(firewall)));
    }
    return new Explanation(found.file(), found.subject().name(), egress.mode(), answers);
  }
}
