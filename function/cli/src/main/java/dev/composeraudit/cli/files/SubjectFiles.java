package dev.composeraudit.cli.files;

import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.format.CheckReport;
import dev.composeraudit.cli.input.InputReader;
import dev.composeraudit.cli.input.dump.Dump;
import dev.composeraudit.cli.input.dump.DumpFiles;
import dev.composeraudit.cli.input.dump.DumpJoin;
import dev.composeraudit.cli.input.environment.InputEnvironment;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.SubjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads subjects from files, whatever kind of document they hold. A document that cannot be read is
 * reported, and does not keep the others from being read.
 */
public final class SubjectFiles {
  /** The part of an error after the file's name: line and column if they are known, and message. */
  private static final Pattern PLACED = Pattern.compile("(?::([0-9]+):[0-9]+)?: (.*)");

  private static final String DELETED = "%s: %s is being deleted, so it is not judged";

  private final Console console;
  private final Inputs inputs;
  private final SubjectReader subjects;
  private final InputReader reader = new InputReader();
  private final List<Problem> problems = new ArrayList<>();

  public SubjectFiles(Console console) {
    this(console, new Inputs(console.in()));
  }

  public SubjectFiles(Console console, Inputs inputs) {
    this.console = console;
    this.inputs = inputs;
    this.subjects = new SubjectReader(console.clock());
  }

  /** A subject, and the environment of a document that it comes from. */
  public record Found(InputEnvironment source, Subject subject) {
    /** The file as the user named it, or the Terraform file beside a plan. */
    public String file() {
      return source.file();
    }
  }

  /** The subjects of all files, in order. */
  public List<Found> read(List<String> names) {
    return read(names, DumpFiles.NONE);
  }

  /** The subjects of all files, in order, with what the dumps hold of them. */
  public List<Found> read(List<String> names, DumpFiles dumps) {
    for (String name : names) {
      attempt(name, () -> reader.read(inputs.read(name)));
    }
    join(dumps);
    List<Found> found = new ArrayList<>();
    List<String> deleted = new ArrayList<>();
    for (InputEnvironment environment : reader.environments()) {
      if (environment.isBeingDeleted()) {
        deleted.add(DELETED.formatted(environment.file(), environment.label()));
      } else {
        attempt(
            environment.file(),
            () -> found.add(new Found(environment, environment.read(subjects))));
      }
    }
    reader.issues().forEach(this::report);
    report(names);
    deleted.forEach(console.err()::println);
    reader.notes().forEach(console.err()::println);
    reader.missing().forEach(console.err()::println);
    return found;
  }

  /** Problems in the order of the files, those of a file in the order of its lines. */
  private void report(List<String> names) {
    problems.stream()
        .sorted(
            Comparator.comparingInt(
                    (Problem problem) ->
                        names.indexOf(problem.file()) < 0
                            ? names.size()
                            : names.indexOf(problem.file()))
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column))
        .forEach(problem -> console.err().println(problem.text()));
  }

  /** Whether something could not be read; it has been reported then. */
  public boolean failed() {
    return !problems.isEmpty();
  }

  /** The first line of a problem, with the line number in words and without the file's name. */
  private static String reason(Problem problem, String what) {
    String line = problem.text().lines().findFirst().orElse("");
    Matcher placed = PLACED.matcher(line.startsWith(what) ? line.substring(what.length()) : line);
    if (!placed.matches()) {
      return line;
    }
    String place = placed.group(1) == null ? "" : "line %s: ".formatted(placed.group(1));
    return place + placed.group(2);
  }

  /** What could not be read, and what documents say that they leave out. */
  public List<CheckReport.Missing> unread() {
    List<CheckReport.Missing> unread = new ArrayList<>();
    for (Problem problem : problems) {
      String what = problem.file().isEmpty() ? "a dump" : problem.file();
      unread.add(
          new CheckReport.Missing(
              what, reason(problem, what), "correct it, and run the command again"));
    }
    for (String missing : reader.missing()) {
      unread.add(
          new CheckReport.Missing(
              "a document", missing, "give the whole document, then check again"));
    }
    return unread;
  }

  /** Whether there was an environment at all; those that are to be destroyed count. */
  public boolean foundAny() {
    return reader.foundAny();
  }

  private void join(DumpFiles dumps) {
    DumpJoin join = new DumpJoin(reader.environments());
    for (String name : dumps.clusters()) {
      dump(name).ifPresent(join::joinClusters);
    }
    List<Dump> subnetworks = new ArrayList<>();
    dumps.subnetworks().forEach(name -> dump(name).ifPresent(subnetworks::add));
    join.joinSubnetworks(subnetworks);
    for (String argument : dumps.egressPolicies()) {
      int cut = cut(argument);
      dump(argument.substring(cut))
          .ifPresent(dump -> join.joinEgressPolicies(dump, whose(argument, cut)));
    }
    for (String argument : dumps.agentConfigs()) {
      int cut = cut(argument);
      dump(argument.substring(cut))
          .ifPresent(dump -> join.joinAgentConfig(dump, whose(argument, cut)));
    }
    join.problems().forEach(problem -> problems.add(new Problem("", 0, 0, problem)));
  }

  /** Where the file's name begins in {@code ENVIRONMENT=FILE}. */
  public static int cut(String argument) {
    return Files.exists(Path.of(argument)) ? 0 : argument.lastIndexOf('=') + 1;
  }

  /** The environment in {@code ENVIRONMENT=FILE}; blank if none is named. */
  public static String whose(String argument, int cut) {
    return cut == 0 ? "" : argument.substring(0, cut - 1);
  }

  private Optional<Dump> dump(String name) {
    List<Dump> read = new ArrayList<>();
    attempt(name, () -> read.add(Dump.read(inputs.read(name))));
    return read.stream().findFirst();
  }

  /** What reads a file or a document of one. */
  private interface Reading {
    void read() throws IOException, InvalidDocumentsException;
  }

  /** What keeps a file or a document of it from being read. */
  private record Problem(String file, int line, int column, String text) {}

  private void attempt(String file, Reading reading) {
    try {
      reading.read();
    } catch (IOException unreadable) {
      problems.add(new Problem(file, 0, 0, String.valueOf(unreadable.getMessage())));
    } catch (InvalidDocumentsException malformed) {
      malformed.issues().forEach(this::report);
    }
  }

  private void report(Issue issue) {
    problems.add(
        new Problem(
            issue.file().path(), issue.place().line(), issue.place().column(), issue.render()));
  }
}
