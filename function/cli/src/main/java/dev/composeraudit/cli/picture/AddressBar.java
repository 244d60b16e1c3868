package dev.composeraudit.cli.picture;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLStreamException;

/** A destination's addresses to scale, and below it what each part sees and why. */
final class AddressBar {
  /** Parts that would not be seen are drawn this wide. */
  private static final double LEAST = 4;

  private static final int BAR = 40;
  private static final int LINE = 18;
  private static final int TEXT_WIDTH = 118;

  /** So many parts are listed. */
  private static final int PARTS = 12;

  private final Svg svg;
  private final int left;
  private final int width;

  AddressBar(Svg svg, int left, int width) {
    this.svg = svg;
    this.left = left;
    this.width = width;
  }

  /** How high it is with what is written below. */
  static int height(Picture picture, List<Segment> segments) {
    return 34 + BAR + 30 + lines(picture, segments).size() * LINE + 24;
  }

  void draw(Picture picture, List<Segment> segments, int top) throws XMLStreamException {
    Cidr whole = Destination.parse(picture.evidence().destination()).range();
    svg.text(
        "text", "The destination's addresses, to scale", "class", "name", "x", left, "y", top + 14);
    int y = top + 26;
    // The narrow ones last, so that a wide one beside them does not cover them.
    List<Segment> byWidth =
        segments.stream()
            .sorted(Comparator.comparing((Segment each) -> each.share(whole)).reversed())
            .toList();
    for (Segment segment : byWidth) {
      part(segment, whole, y);
    }
    svg.text("text", whole.first().toString(), "class", "address", "x", left, "y", y + BAR + 17);
    if (whole.prefix() < whole.family().bits()) {
      svg.text(
          "text",
          whole.last().toString(),
          "class",
          "address end",
          "x",
          left + width,
          "y",
          y + BAR + 17);
    }
    int line = y + BAR + 42;
    for (String text : lines(picture, segments)) {
      svg.text("text", text, "class", "small", "x", left, "y", line);
      line += LINE;
    }
  }

  private void part(Segment segment, Cidr whole, int y) throws XMLStreamException {
    double wide = Math.max(LEAST, segment.share(whole) * width);
    double x = Math.min(left + segment.start(whole) * width, left + width - wide);
    Source source = segment.part().source();
    String kind = source.name().toLowerCase(Locale.ROOT);
    svg.begin("rect", "class", "part " + kind, "x", x, "y", y, "width", wide, "height", BAR);
    svg.text("title", Words.segment(segment));
    svg.end();
    Hatch.draw(svg, source, x, y, wide, BAR);
    if (wide > 70) {
      double middle = x + wide / 2;
      svg.empty(
          "rect",
          "class",
          "paper",
          "x",
          middle - 36,
          "y",
          y + 10,
          "width",
          72,
          "height",
          20,
          "rx",
          4);
      svg.text("text", source.name(), "class", "name middle", "x", middle, "y", y + 25);
    }
  }

  private static List<String> lines(Picture picture, List<Segment> segments) {
    List<String> lines = new ArrayList<>();
    segments.stream()
        .limit(PARTS)
        .forEach(each -> lines.addAll(Lines.wrap(Words.segment(each), TEXT_WIDTH, 2)));
    int more = picture.evidence().more() + Math.max(0, segments.size() - PARTS);
    if (more > 0) {
      lines.add("… %d more parts; explain --format json has them".formatted(more));
    }
    for (String note : picture.evidence().notes()) {
      lines.addAll(
          Lines.wrap(note.startsWith("unknown: ") ? note : "note: " + note, TEXT_WIDTH, 4));
    }
    return lines;
  }
}
