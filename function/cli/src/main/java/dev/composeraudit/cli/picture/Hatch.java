package dev.composeraudit.cli.picture;

import dev.composeraudit.egress.Source;
import java.util.Locale;
import javax.xml.stream.XMLStreamException;

/**
 * The patterns that distinguish sources without colour: POD has vertical stripes, NODE none,
 * UNKNOWN rows of dots. They are dashed lines, so that a page whose security policy forbids
 * references can show them.
 */
final class Hatch {
  private static final int ROW = 8;

  private Hatch() {}

  static void draw(Svg svg, Source source, double x, double y, double width, double height)
      throws XMLStreamException {
    String style = "hatch " + source.name().toLowerCase(Locale.ROOT);
    if (source == Source.POD) {
      svg.empty(
          "path",
          "class",
          style,
          "d",
          "M%s %sh%s".formatted(Svg.number(x), Svg.number(y + height / 2), Svg.number(width)),
          "stroke-width",
          height);
    } else if (source == Source.UNKNOWN) {
      StringBuilder rows = new StringBuilder();
      for (double row = y + ROW / 2.0; row < y + height; row += ROW) {
        rows.append("M%s %sh%s".formatted(Svg.number(x), Svg.number(row), Svg.number(width)));
      }
      svg.empty("path", "class", style, "d", rows.toString());
    }
  }
}
