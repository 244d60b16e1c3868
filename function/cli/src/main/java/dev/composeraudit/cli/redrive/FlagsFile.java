package dev.composeraudit.cli.redrive;

/**
 * A file for gcloud's {@code --flags-file}: a text that somebody else wrote becomes the value of
 * one flag, and can become nothing else. It is YAML of one line, with every character escaped that
 * YAML or a reader of lines might take for more than a character.
 */
final class FlagsFile {
  private FlagsFile() {}

  /** The flag {@code --message} with this value. */
  static String message(String value) {
    StringBuilder yaml = new StringBuilder("{\"--message\": \"");
    value.codePoints().forEach(character -> append(yaml, character));
    return yaml.append("\"}\n").toString();
  }

  private static void append(StringBuilder yaml, int character) {
    if (character == '"' || character == '\\') {
      yaml.append('\\').append((char) character);
    } else if (character >= ' ' && character < 0x7f) {
      yaml.append((char) character);
    } else {
      yaml.append("\\U%08X".formatted(character));
    }
  }
}
