package dev.composeraudit.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Documents of ours with errors in them: all of them, in the order of the files. */
public final class InvalidDocumentsException extends Exception {
  private static final long serialVersionUID = 1L;
  // A file can be made of errors; to show each of a hundred thousand takes minutes.
  private static final int SHOWN_OF_A_FILE = 100;

  private final transient List<Issue> issues;

  /**
   * @param issues at least one
   */
  public InvalidDocumentsException(List<Issue> issues) {
    super(message(issues));
    this.issues = List.copyOf(issues);
  }

  /** The first hundred errors of each file, and how many more there are. */
  private static String message(List<Issue> issues) {
    Map<SourceFile, List<Issue>> byFile =
        issues.stream()
            .collect(Collectors.groupingBy(Issue::file, LinkedHashMap::new, Collectors.toList()));
    List<String> lines = new ArrayList<>();
    byFile.forEach(
        (file, all) -> {
          all.stream().limit(SHOWN_OF_A_FILE).map(Issue::render).forEach(lines::add);
          if (all.size() > SHOWN_OF_A_FILE) {
            lines.add(file.path() + ": and %,d more".formatted(all.size() - SHOWN_OF_A_FILE));
          }
        });
    return String.join("\n", lines);
  }

  public List<Issue> issues() {
    return issues;
  }
}
