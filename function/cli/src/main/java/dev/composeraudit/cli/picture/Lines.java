package dev.composeraudit.cli.picture;

import dev.composeraudit.cli.console.Paragraph;
import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines for a picture, which has no lines of its own. */
final class Lines {
  private Lines() {}

  /** The lines; what is beyond the last one is left out, and shown as such. */
  static List<String> wrap(String text, int width, int most) {
    List<String> lines = Paragraph.wrap(text, width, "");
    if (lines.size() <= most) {
      return lines;
    }
    List<String> cut = new ArrayList<>(lines.subList(0, most));
    cut.set(most - 1, cut.get(most - 1) + " …");
    return cut;
  }
}
