package dev.composeraudit.cli.accept;

import dev.composeraudit.document.Document;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.source.ExceptionSource;
import dev.composeraudit.policy.source.PolicyFileReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file of exceptions: documents that people wrote, which are kept as they are, and those that
 * {@code accept} wrote, which are known by their property {@code made-by}.
 *
 * @param written the documents of people, with the comments beside them, as they are
 * @param accepted what the other documents accept
 */
record ExceptionsFile(String written, SortedMap<AcceptedViolation, Terms> accepted) {
  private static final String HEADER =
      """
      # Exceptions: what may violate a policy, until when. composer-audit accept writes those that have the property made-by
      # anew; it keeps all else that is written here.
      """;

  /**
   * Reads a file.
   *
   * @param file with a blank text if there is none yet
   * @throws InvalidDocumentsException with every error of it
   */
  static ExceptionsFile read(SourceFile file) throws InvalidDocumentsException {
    List<Issue> issues = new ArrayList<>();
    new PolicyFileReader(issues).read(file);
    if (!issues.isEmpty()) {
      throw new InvalidDocumentsException(issues);
    }
    StringBuilder written = new StringBuilder();
    SortedMap<AcceptedViolation, Terms> accepted = new TreeMap<>();
    for (String part : parts(file.text())) {
      List<ExceptionSource> exceptions = exceptions(new SourceFile(file.path(), part));
      if (exceptions.size() == 1 && AcceptedException.isOne(exceptions.get(0))) {
        accepted.putAll(AcceptedException.violations(exceptions.get(0)));
      } else {
        written.append(part);
      }
    }
    return new ExceptionsFile(written.toString().isBlank() ? HEADER : written.toString(), accepted);
  }

  /** The documents of a text, each from its marker {@code ---} on; the first may have none. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (String line : text.split("(?<=\n)", -1)) {
      if (isMarker(line) && part.length() > 0) {
        parts.add(part.toString());
        part.setLength(0);
      }
      part.append(line);
    }
    if (part.length() > 0 && part.charAt(part.length() - 1) != '\n') {
      part.append('\n');
    }
    parts.add(part.toString());
    return parts;
  }

  /** A line that begins so ends even a block of text: YAML has no other meaning for it. */
  private static boolean isMarker(String line) {
    return line.stripTrailing().equals("---")
        || line.startsWith("--- ")
        || line.startsWith("---\t");
  }

  private static List<ExceptionSource> exceptions(SourceFile part)
      throws InvalidDocumentsException {
    List<Issue> issues = new ArrayList<>();
    PolicyFileReader reader = new PolicyFileReader(issues);
    List<Document> documents = new Documents(Documents.OWN).read(part);
    documents.forEach(reader::read);
    return documents.size() == 1 ? reader.exceptions : List.of();
  }

  /** The text of the file with other violations accepted; the same for the same ones. */
  String with(Map<AcceptedViolation, Terms> others) {
    StringBuilder text = new StringBuilder(written);
    for (AcceptedException exception : AcceptedException.group(others)) {
      text.append("---\n").append(exception.toYaml());
    }
    return text.toString();
  }
}
