package dev.composeraudit.cli.accept;

import dev.composeraudit.cli.accept.ResultFile.Row;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.ExitCode;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.result.Outcome;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code accept}: writes exceptions for the violations of a result file. */
@Command(
    name = "accept",
    description = {
      "Writes exceptions for the violations in a result file of scan or check, and for no others."
          + " Each exception names policy, environment, binding and destination. New violations are"
          + " reported as before.",
      "",
      "The exceptions in the file are sorted, so that a pull request shows which were added and"
          + " removed. What people wrote in the file stays. A second run changes nothing."
    },
    footer = {"", "Exit code: 0 if the file has these exceptions, otherwise 2."})
public final class Accept implements Callable<Integer> {
  @Parameters(
      paramLabel = "RESULTS",
      description = "output of scan or check with --format json; - is standard input")
  private String results = "";

  @Option(
      names = "--file",
      paramLabel = "FILE",
      defaultValue = "policies/exceptions.yaml",
      description = "the file of exceptions; default: policies/exceptions.yaml")
  private Path file = Path.of("policies/exceptions.yaml");

  @Mixin private TermsOptions termsOptions = new TermsOptions();

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = "only violations of this policy; may be repeated")
  private List<String> policies = new ArrayList<>();

  @Option(
      names = "--renew",
      description = "also gives the new end, owner and reason to exceptions that are still needed")
  private boolean renew;

  @Option(
      names = "--prune",
      description =
          "also removes exceptions that are no longer needed; keeps those of environments that are"
              + " not in RESULTS or that have an unknown part there")
  private boolean prune;

  private final Console console;

  public Accept(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InvalidDocumentsException {
    Instant now = console.clock().instant();
    Terms terms = termsOptions.terms(now);
    ResultFile read = read();
    List<Row> rows =
        read.rows().stream()
            .filter(row -> policies.isEmpty() || policies.contains(row.policy()))
            .toList();
    ExceptionsFile exceptions = ExceptionsFile.read(existing());
    if (!prune && rows.stream().noneMatch(Accept::isViolation)) {
      console.err().println(results + ": it has no violations, so there is nothing to accept");
      return ExitCode.TROUBLE;
    }
    notes(read, rows).forEach(note -> console.err().println("note: " + note));
    AcceptedViolations acceptance = new AcceptedViolations(exceptions.accepted(), now);
    if (prune) {
      acceptance.prune(rows);
    }
    if (renew) {
      acceptance.renew(rows, terms);
    }
    acceptance.accept(rows, terms);
    write(exceptions.with(acceptance.accepted()));
    console
        .out()
        .printf(
            "%s: %d accepted: %d new, %d renewed; %d dropped%n",
            file,
            acceptance.accepted().size(),
            acceptance.added(),
            acceptance.renewed(),
            acceptance.dropped());
    return ExitCode.CLEAN;
  }

  private ResultFile read() throws IOException {
    return results.equals("-")
        ? ResultFile.read(results, new InputStreamReader(console.in(), StandardCharsets.UTF_8))
        : ResultFile.read(Path.of(results));
  }

  private SourceFile existing() throws IOException {
    try {
      return new SourceFile(file.toString(), Files.readString(file));
    } catch (NoSuchFileException absent) {
      return new SourceFile(file.toString(), "");
    }
  }

  private static boolean isViolation(Row row) {
    return row.outcome() == Outcome.FAIL || row.outcome() == Outcome.EXEMPT;
  }

  /** What is left as it is, and why. */
  private static List<String> notes(ResultFile read, List<Row> rows) {
    List<String> notes = new ArrayList<>();
    if (!read.missing().isEmpty()) {
      notes.add(
          "the results are partial; exceptions for what they lack are neither added nor"
              + " removed:");
      read.missing().forEach(what -> notes.add("  " + what));
    }
    long nameless =
        rows.stream()
            .filter(row -> row.environment() == null && row.outcome() == Outcome.FAIL)
            .count();
    if (nameless > 0) {
      notes.add(
          "%d violations are of environments whose names are not known yet; these cannot be accepted"
              .formatted(nameless));
    }
    for (Row row : rows) {
      if (row.environment() != null
          && row.outcome() == Outcome.FAIL
          && row.violations().stream().anyMatch(each -> each.destinations() == null)) {
        notes.add(
            "%s of %s: its destinations are not known, so it is not accepted"
                .formatted(row.policy(), row.environment()));
      }
    }
    return notes;
  }

  private void write(String text) throws IOException {
    if (text.length() > Documents.OWN.characters()) {
      throw new IOException(
          ("%s: would have %,d characters, and at most %,d are read; accept one --policy at a"
                  + " time, each into its own --file in the same folder")
              .formatted(file, text.length(), Documents.OWN.characters()));
    }
    if (Files.exists(file) && Files.readString(file).equals(text)) {
      return;
    }
    try {
      Files.writeString(file, text);
    } catch (NoSuchFileException absent) {
      throw new IOException(file + ": there is no folder " + file.getParent(), absent);
    }
  }
}
