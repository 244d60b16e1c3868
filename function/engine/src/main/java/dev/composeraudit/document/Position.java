package dev.composeraudit.document;

/**
 * A place in a document.
 *
 * @param line one-based; 0 if only the path is known
 * @param column one-based, in characters; 0 if only the path is known
 * @param path the value's JSON path, {@code $.spec.validations[0].expression}
 */
public record Position(int line, int column, String path) {
  /** The document as a whole. */
  public static final Position ROOT = new Position(1, 1, "$");
}
