package dev.composeraudit.subject;

import dev.composeraudit.document.Document;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.SourceFile;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads Subject documents. What the providers' parts say is not judged here: a part that is not of
 * its provider's form is an error of the document, a range that is no range is not.
 */
public final class SubjectReader {
  private final Clock clock;

  public SubjectReader(Clock clock) {
    this.clock = clock;
  }

  /**
   * Reads all subjects of a file.
   *
   * @throws InvalidDocumentsException with every error found
   */
  public List<Subject> read(SourceFile file) throws InvalidDocumentsException {
    List<Issue> issues = new ArrayList<>();
    List<Subject> subjects = new ArrayList<>();
    for (Document document : new Documents(Documents.PROVIDER).read(file)) {
      new SubjectDocument(document, clock, issues).read().ifPresent(subjects::add);
    }
    if (!issues.isEmpty()) {
      throw new InvalidDocumentsException(issues);
    }
    return subjects;
  }

  /**
   * Reads one subject from a document, which may have come from a patch and so have no places.
   *
   * @throws InvalidDocumentsException with every error found
   */
  public Subject read(Document document) throws InvalidDocumentsException {
    List<Issue> issues = new ArrayList<>();
    Optional<Subject> subject = new SubjectDocument(document, clock, issues).read();
    if (subject.isEmpty() || !issues.isEmpty()) {
      throw new InvalidDocumentsException(issues);
    }
    return subject.get();
  }
}
