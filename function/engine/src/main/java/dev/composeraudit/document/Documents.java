package dev.composeraudit.document;

import java.util.ArrayList;
import java.util.List;

/**
 * The one reader of YAML and JSON. It is bounded in size and depth, refuses duplicate keys, aliases
 * and tags, and reads scalars by YAML 1.2's core schema, so that {@code no} and {@code 010} are the
 * text they look like.
 */
public final class Documents {
  /** For documents of our own forms, written by people. */
  public static final DocumentLimits OWN = new DocumentLimits(256 * 1024, 20, 8_000);

  /** For what other programs print; a busy cluster's dump has some 60 KiB. */
  public static final DocumentLimits PROVIDER = new DocumentLimits(4 * 1024 * 1024, 64, 8_000);

  /** For what services answer, of whose values no position is needed. */
  public static final DocumentLimits ANSWER = new DocumentLimits(4 * 1024 * 1024, 64, 0);

  private final DocumentLimits limits;

  public Documents(DocumentLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads all documents of a file; a text that begins with a brace or bracket is JSON, and must be
   * strictly so; anything else is YAML. Empty documents are left out.
   *
   * @throws InvalidDocumentsException with every error that could be distinguished
   */
  public List<Document> read(SourceFile file) throws InvalidDocumentsException {
    if (file.text().length() > limits.characters()) {
      throw new InvalidDocumentsException(
          List.of(
              new Issue(
                  "too-large",
                  new SourceFile(file.path(), ""),
                  Position.ROOT,
                  "the file has %,d characters; at most %,d are read"
                      .formatted(file.text().length(), limits.characters()))));
    }
    List<Issue> issues = new ArrayList<>();
    List<Document> documents =
        isJson(file.text())
            ? JsonDocuments.read(file, limits, issues)
            : YamlDocuments.read(file, limits, issues);
    if (!issues.isEmpty()) {
      throw new InvalidDocumentsException(issues);
    }
    return documents;
  }

  private static boolean isJson(String text) {
    String start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }
}
