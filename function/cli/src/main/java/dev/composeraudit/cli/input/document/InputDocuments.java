package dev.composeraudit.cli.input.document;

import dev.composeraudit.document.Document;
import dev.composeraudit.document.DocumentLimits;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.Position;
import dev.composeraudit.document.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a file into documents: JSON, several JSON values one after another (JSON lines), or YAML.
 */
public final class InputDocuments {
  // A plan of a large organization has some ten megabytes.
  private static final DocumentLimits JSON = new DocumentLimits(64 * 1024 * 1024, 64, 500_000);
  // SnakeYAML needs some fifty times the text.
  private static final DocumentLimits YAML = new DocumentLimits(8 * 1024 * 1024, 64, 500_000);

  private InputDocuments() {}

  /**
   * Reads all documents of a file; empty ones are left out.
   *
   * @throws InvalidDocumentsException with every error that could be distinguished
   */
  public static List<Document> read(SourceFile file) throws InvalidDocumentsException {
    String problem = PlainText.problem(file.text());
    if (!problem.isEmpty()) {
      throw new InvalidDocumentsException(
          List.of(new Issue("text", new SourceFile(file.path(), ""), Position.ROOT, problem)));
    }
    if (!isJson(file.text())) {
      return new Documents(YAML).read(file);
    }
    List<JsonTexts.Piece> pieces = JsonTexts.split(file.text());
    if (pieces.size() <= 1) {
      return new Documents(JSON).read(file);
    }
    List<Document> documents = new ArrayList<>();
    for (JsonTexts.Piece piece : pieces) {
      documents.addAll(read(file, piece));
    }
    return documents;
  }

  private static boolean isJson(String text) {
    String start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }

  private static List<Document> read(SourceFile file, JsonTexts.Piece piece)
      throws InvalidDocumentsException {
    int above = piece.line() - 1;
    try {
      return new Documents(JSON)
          .read(new SourceFile(file.path(), piece.text())).stream()
              .map(document -> new Document(file, document.value(), moved(document, above)))
              .toList();
    } catch (InvalidDocumentsException malformed) {
      throw new InvalidDocumentsException(
          malformed.issues().stream()
              .map(
                  issue ->
                      new Issue(issue.code(), file, moved(issue.place(), above), issue.message()))
              .toList());
    }
  }

  private static Map<String, Position> moved(Document document, int above) {
    Map<String, Position> places = new HashMap<>();
    document.places().forEach((path, place) -> places.put(path, moved(place, above)));
    return places;
  }

  private static Position moved(Position place, int above) {
    return new Position(place.line() + above, place.column(), place.path());
  }
}
