package dev.composeraudit.policy.source;

import dev.composeraudit.document.Document;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.document.Suggestion;
import java.util.ArrayList;
import java.util.List;

/** Reads files of policies, bindings and exceptions; every error of every file is collected. */
public final class PolicyFileReader {
  public static final String API_VERSION = "composer-audit/v1";
  private static final Documents DOCUMENTS = new Documents(Documents.OWN);

  /** Each takes a type checker of its own; a file could hold ten thousand. */
  private static final int POLICIES_OF_A_FILE = 10;

  private static final List<String> KINDS =
      List.of("Policy", "PolicyBinding", "PolicyException", "PolicyTest", "Subject");

  private final List<Issue> issues;

  /** The files with a policy, a binding or an exception in them. */
  public final List<SourceFile> files = new ArrayList<>();

  public final List<PolicySource> policies = new ArrayList<>();
  public final List<BindingSource> bindings = new ArrayList<>();
  public final List<ExceptionSource> exceptions = new ArrayList<>();

  private final List<SourceFile> unreadable = new ArrayList<>();

  public PolicyFileReader(List<Issue> issues) {
    this.issues = issues;
  }

  public void read(SourceFile file) {
    try {
      boolean belongs = false;
      int before = policies.size();
      for (Document document : DOCUMENTS.read(file)) {
        belongs |= read(document);
        if (policies.size() > before + POLICIES_OF_A_FILE) {
          issues.add(document.issue("too-many", "$", "more than ten policies in one file"));
          break;
        }
      }
      if (belongs) {
        files.add(file);
      }
    } catch (InvalidDocumentsException malformed) {
      issues.addAll(malformed.issues());
      unreadable.add(file);
    }
  }

  /** Whether a file that could not be read has the name in it, and may hold what has this name. */
  boolean mayHold(String name) {
    return unreadable.stream().anyMatch(file -> file.text().contains(name));
  }

  /** Returns whether the document belongs to the set; tests and subjects do not. */
  public boolean read(Document document) {
    ObjectReader object = ObjectReader.of(document, issues);
    object.constant("apiVersion", API_VERSION);
    String kind = object.text("kind");
    switch (kind) {
      case "Policy" -> policies.add(PolicySource.read(object, issues));
      case "PolicyBinding" -> bindings.add(BindingSource.read(object));
      case "PolicyException" -> exceptions.add(ExceptionSource.read(object));
      case "PolicyTest", "Subject" -> {
        // Read by those who run the tests.
        return false;
      }
      default -> {
        if (!kind.isBlank()) {
          object.addIssue(
              "kind",
              "kind",
              "kind: must be Policy, PolicyBinding, PolicyException or PolicyTest"
                  + Suggestion.question(kind, KINDS));
        }
        object.any("metadata");
        object.any("spec");
      }
    }
    object.close();
    return true;
  }
}
