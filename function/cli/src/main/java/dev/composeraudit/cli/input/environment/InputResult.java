package dev.composeraudit.cli.input.environment;

import dev.composeraudit.document.Issue;
import java.util.ArrayList;
import java.util.List;

/** The environments found in the files so far. The reader of each kind of document adds to it. */
public final class InputResult {
  private final List<InputEnvironment> environments = new ArrayList<>();
  private final List<Issue> issues = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private int ignored;

  public void add(InputEnvironment environment) {
    environments.add(environment);
  }

  /** A document that cannot be judged. */
  public void addIssue(Issue issue) {
    issues.add(issue);
  }

  /** What a person should know, and what does not change the exit code. */
  public void addNote(String note) {
    notes.add(note);
  }

  /** Something that the document says it leaves out. */
  public void addMissing(String what) {
    if (!missing.contains(what)) {
      missing.add(what);
    }
  }

  /** An environment that is not judged, because it will not be there. */
  public void ignore() {
    ignored++;
  }

  public List<InputEnvironment> environments() {
    return environments;
  }

  public List<Issue> issues() {
    return issues;
  }

  public List<String> notes() {
    return notes;
  }

  public List<String> missing() {
    return missing;
  }

  /** Environments found, those that are not judged included. */
  public int found() {
    return environments.size() + ignored;
  }
}
