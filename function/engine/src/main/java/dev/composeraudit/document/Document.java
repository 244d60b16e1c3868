package dev.composeraudit.document;

import com.google.gson.JsonElement;
import java.util.Map;

/**
 * One document of a file, as JSON, with the position of each of its values.
 *
 * @param places by JSON path; a key's own place is under its value's path followed by {@code #key}
 */
public record Document(SourceFile file, JsonElement value, Map<String, Position> places) {
  /** The position of a value; if it is absent, of its nearest known parent. */
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

  /** The position of the key of a value. */
  public Position keyPlace(String path) {
    return place(path + "#key");
  }

  /** An error at a value. */
  public Issue issue(String code, String path, String message) {
    return new Issue(code, file, place(path), message);
  }
}
