package dev.composeraudit.cli.input.environment;

import dev.composeraudit.document.Document;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.SubjectReader;
import java.util.Map;

/** Makes the subject that is judged of an environment that was found. */
public final class SubjectOf {
  private final SubjectReader reader;

  public SubjectOf(SubjectReader reader) {
    this.reader = reader;
  }

  /**
   * Reads the environment's Subject document. Of each part that it does not hold, the subject says
   * which option brings it.
   *
   * @throws InvalidDocumentsException with every error, at its place in the user's document
   */
  public Subject read(InputEnvironment environment) throws InvalidDocumentsException {
    SubjectDraft draft = new SubjectDraft(environment.subject());
    draft.completeParts();
    Origin origin = environment.origin();
    try {
      return reader.read(new Document(origin.document().file(), draft.root(), Map.of()));
    } catch (InvalidDocumentsException malformed) {
      throw new InvalidDocumentsException(malformed.issues().stream().map(origin::locate).toList());
    }
  }
}
