package dev.composeraudit.cli;

import dev.composeraudit.cli.format.CheckReport;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.result.Result;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code check}: judges documents by policies. */
@Command(
    name = "check",
    description = "Judges environments by policies, as documents describe them.",
    footer = {
      "",
      "Exit code: 0 if nothing violates, 1 if something does at or above --fail-on, 2 if a document"
          + " could not be read or a policy could not be judged, whatever else there is."
    })
final class Check implements Callable<Integer> {
  private static final CheckReport.Missing UNREADABLE =
      new CheckReport.Missing(
          "documents",
          "some could not be read",
          "standard error says which, and where; correct them and check again");

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Subject documents, or environments as gcloud prints them; - is standard input")
  private List<String> files = new ArrayList<>();

  @Mixin private PolicyOptions policies = new PolicyOptions();

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = "only this policy; may be given several times")
  private List<String> wanted = new ArrayList<>();

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY|never",
      defaultValue = "LOW",
      converter = Threshold.Reader.class,
      description = "the least severity that makes the exit code 1; default: LOW")
  private Threshold failOn = new Threshold(null);

  @Mixin private ResultFormatOptions formats = new ResultFormatOptions();

  private final Console console;

  Check(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InvalidDocumentsException {
    PolicySet set = policies.load();
    checkWanted(set);
    formats.check(console);
    SubjectFiles subjects = new SubjectFiles(console);
    Instant now = console.clock().instant();
    List<Judgement> judgements = new ArrayList<>();
    for (SubjectFiles.Found found : subjects.read(files)) {
      List<Result> results = set.judge(found.subject(), now);
      judgements.add(
          new Judgement(
              found.file(),
              found.subject().name(),
              null,
              null,
              results.stream().filter(this::isWanted).toList()));
    }
    formats.write(report(set, now, judgements, subjects.failed()), console);
    return subjects.failed() ? ExitCode.TROUBLE : Judgement.exitCode(judgements, failOn);
  }

  private static CheckReport report(
      PolicySet set, Instant now, List<Judgement> judgements, boolean failed) {
    return new CheckReport(
        Version.number(),
        set.digest(),
        now,
        judgements.size(),
        failed ? List.of(UNREADABLE) : List.of(),
        judgements.stream().flatMap(Judgement::rows).toList());
  }

  private void checkWanted(PolicySet set) throws IOException {
    for (String name : wanted) {
      if (set.policies().stream().noneMatch(policy -> policy.name().equals(name))) {
        throw new IOException("there is no policy " + name);
      }
    }
  }

  private boolean isWanted(Result result) {
    return wanted.isEmpty() || wanted.contains(result.policy().name());
  }
}
