package dev.composeraudit.cli.input;

import dev.composeraudit.document.Issue;
import java.util.ArrayList;
import java.util.List;

/** What was found in the files so far. The readers of each kind of document add to it. */
final class InputResult {
  private final List<InputEnvironment> environments = new ArrayList<>();
  private final List<Issue> issues = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private int ignored;

  void add(InputEnvironment environment) {
    environments.add(environment);
  }

  /** A document that cannot be judged. */
  void addIssue(Issue issue) {
    issues.add(issue);
  }

  /** What a person should know, and what does not change the exit code. */
  void addNote(String note) {
    notes.add(note);
  }

  /** Something that the document says it leaves out. */
  void addMissing(String what) {
    if (!missing.contains(what)) {
      missing.add(what);
    }
  }

  /** An environment that is not judged, because it will not be there. */
  void ignore() {
    ignored++;
  }

  List<InputEnvironment> environments() {
    return environments;
  }

  List<Issue> issues() {
    return issues;
  }

  List<String> notes() {
    return notes;
  }

  List<String> missing() {
    return missing;
  }

  /** Environments found, those that are not judged included. */
  int found() {
    return environments.size() + ignored;
  }
}
