package dev.composeraudit.subject;

import java.util.List;
import java.util.stream.Collectors;

/** Documents of ours with mistakes in them: all of them, in the order of the files. */
public final class InvalidDocumentsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Issue> issues;

  /**
   * @param issues at least one
   */
  public InvalidDocumentsException(List<Issue> issues) {
    super(issues.stream().map(Issue::render).collect(Collectors.joining("\n")));
    this.issues = List.copyOf(issues);
  }

  public List<Issue> issues() {
    return issues;
  }
}
