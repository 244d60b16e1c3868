package dev.composeraudit.document;

import com.google.gson.JsonElement;
import java.util.Map;

/**
 * One document of a file, as JSON, with the place of each of its values.
 *
 * @param places by JSON path; a key's own place is under its value's path followed by {@code #key}
 */
public record Document(SourceFile file, JsonElement value, Map<String, Position> places) {
  /** Where a value is; where its nearest known parent is if it is absent itself. */
  public Position place(String path) {
    String known = path;
    while (!places.containsKey(known)) {
      int cut = Math.max(known.lastIndexOf('.'), known.lastIndexOf('['));
      if (cut <= 0) {
        return new Position(Position.ROOT.line(), Position.ROOT.column(), path);
      }
      known = known.substring(0, cut);
    }
    Position place = places.get(known);
    return new Position(place.line(), place.column(), path);
  }

  /** Where the key of a value is. */
  public Position keyPlace(String path) {
    return place(path + "#key");
  }

  /** An error at a value. */
  public Issue issue(String code, String path, String message) {
    return new Issue(code, file, place(path), message);
  }
}
