package dev.composeraudit.cli.policies;

import dev.composeraudit.cli.accept.ResultFile;
import dev.composeraudit.cli.accept.ResultFile.Row;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.files.SubjectFiles;
import dev.composeraudit.policy.PolicySet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that name results, which show whether exceptions are used. */
final class ResultOptions {
  @Option(
      names = "--results",
      paramLabel = "FILE",
      description =
          "output of scan or check with --format json; shows which exceptions match nothing in it;"
              + " may be repeated")
  private List<Path> results = new ArrayList<>();

  @Option(
      names = "--subjects",
      paramLabel = "FILE",
      description =
          "documents, as for check; shows which exceptions match nothing in them; may be repeated")
  private List<String> subjects = new ArrayList<>();

  /** Whether any are named. */
  boolean areGiven() {
    return !results.isEmpty() || !subjects.isEmpty();
  }

  /**
   * What was judged: the results of the files, and those of the subjects as of now.
   *
   * @throws IOException if a file can't be read; the message is fit for the user
   */
  List<Row> read(PolicySet set, Console console) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Path file : results) {
      rows.addAll(ResultFile.read(file).rows());
    }
    if (!subjects.isEmpty()) {
      SubjectFiles files = new SubjectFiles(console);
      for (SubjectFiles.Found found : files.read(subjects)) {
        set.judge(found.subject(), console.clock().instant())
            .forEach(result -> rows.add(Row.of(found.source().name(), result)));
      }
      if (files.failed()) {
        throw new IOException("--subjects: not all of them could be read");
      }
    }
    return rows;
  }
}
