package dev.composeraudit.cli.console;

import java.util.ArrayList;
import java.util.List;

/** Running text, broken into lines between its words. */
public final class Paragraph {
  private Paragraph() {}

  /** The lines, none wider than that unless a word is; all but the first begin with the indent. */
  public static List<String> wrap(String text, int width, String indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(indent);
      } else if (!line.isEmpty()) {
        line.append(' ');
      }
      line.append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
