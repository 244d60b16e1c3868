package dev.composeraudit.cli;

import dev.composeraudit.document.Document;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.SubjectReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads subjects from files: Subject documents, and environments as gcloud prints them. A document
 * that is neither is reported, and does not keep the others from being read.
 */
final class SubjectFiles {
  private static final Comparator<Issue> BY_PLACE =
      Comparator.comparing((Issue issue) -> issue.place().line())
          .thenComparing(issue -> issue.place().column());

  private final Console console;
  private final Inputs inputs;
  private final SubjectReader reader;
  private boolean failed;

  SubjectFiles(Console console) {
    this.console = console;
    this.inputs = new Inputs(console.in());
    this.reader = new SubjectReader(console.clock());
  }

  /**
   * A subject, and where it comes from.
   *
   * @param file as the user named it
   */
  record Found(String file, Subject subject) {}

  /** The subjects of all files, in order. */
  List<Found> read(List<String> names) {
    List<Found> found = new ArrayList<>();
    for (String name : names) {
      try {
        found.addAll(read(inputs.read(name)));
      } catch (IOException unreadable) {
        report(String.valueOf(unreadable.getMessage()));
      } catch (InvalidDocumentsException malformed) {
        report(malformed);
      }
    }
    return found;
  }

  /** Whether something could not be read; it has been reported then. */
  boolean failed() {
    return failed;
  }

  private List<Found> read(SourceFile file) throws InvalidDocumentsException {
    List<Document> documents = new Documents(Documents.PROVIDER).read(file);
    if (documents.isEmpty()) {
      report(file.path() + ":1:1: holds no document [empty]");
    }
    List<Found> found = new ArrayList<>();
    for (Document document : documents) {
      try {
        Document subject = BareEnvironment.wrap(document);
        found.add(new Found(file.path(), reader.read(subject)));
      } catch (InvalidDocumentsException malformed) {
        report(malformed);
      }
    }
    return found;
  }

  /** The mistakes of a document, in its order. */
  private void report(InvalidDocumentsException malformed) {
    malformed.issues().stream().sorted(BY_PLACE).forEach(issue -> report(issue.render()));
  }

  private void report(String problem) {
    failed = true;
    console.err().println(problem);
  }
}
