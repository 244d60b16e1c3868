package dev.composeraudit.cli.picture;

import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.Source;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLStreamException;

/**
 * Draws pictures, one below another, as an SVG document: Pods and nodes on the left, the
 * destination with its firewall on the right, the packets' ways between them, and the destination's
 * addresses to scale. Sources differ by line and pattern, not by colour alone.
 */
public final class PictureSvg {
  static final int WIDTH = 960;

  private static final int BOX = 270;
  private static final int LEFT = 24;
  private static final int RIGHT = WIDTH - LEFT - 200;
  private static final int WALL = RIGHT - 58;
  private static final int PODS = 76;
  private static final int NODES = 206;
  private static final int BOX_HEIGHT = 84;
  private static final int SCENE = 320;

  /** How wide a character of an address is. */
  private static final double CODE = 7.6;

  private final Svg svg;

  private PictureSvg(Svg svg) {
    this.svg = svg;
  }

  /**
   * Writes the document.
   *
   * @throws IOException if the writer fails
   */
  public static void write(List<Picture> pictures, Writer out) throws IOException {
    try {
      Svg svg = new Svg(out);
      new PictureSvg(svg).draw(pictures);
      svg.flush();
    } catch (XMLStreamException failed) {
      throw new IOException(failed);
    }
  }

  private void draw(List<Picture> pictures) throws XMLStreamException {
    int height = pictures.stream().mapToInt(PictureSvg::height).sum();
    svg.begin(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "width",
        WIDTH,
        "height",
        height,
        "viewBox",
        "0 0 %d %d".formatted(WIDTH, height));
    svg.text("style", Styles.CSS);
    Styles.definitions(svg);
    svg.empty("rect", "class", "ground", "width", WIDTH, "height", height);
    int top = 0;
    for (int i = 0; i < pictures.size(); i++) {
      draw(pictures.get(i), i, top);
      top += height(pictures.get(i));
    }
    svg.end();
  }

  private static int height(Picture picture) {
    return SCENE + AddressBar.height(picture);
  }

  private void draw(Picture picture, int index, int top) throws XMLStreamException {
    List<Segment> segments = Segment.of(picture.trace());
    String title = "picture-%d-title".formatted(index);
    String description = "picture-%d-description".formatted(index);
    svg.begin(
        "g",
        "role",
        "img",
        "aria-labelledby",
        title + " " + description,
        "transform",
        "translate(0 %d)".formatted(top));
    svg.text("title", Words.title(picture), "id", title);
    svg.text("desc", Words.description(picture, segments), "id", description);
    head(picture);
    box(LEFT, PODS, BOX, "Pods", picture.pods(), "pod");
    box(LEFT, NODES, BOX, "Nodes", picture.nodes(), "node");
    destination(picture);
    for (SourcePath path : SourcePath.of(picture)) {
      path(path, picture.firewall() != null);
    }
    new AddressBar(svg, LEFT, WIDTH - 2 * LEFT).draw(picture, segments, SCENE);
    svg.end();
  }

  private void head(Picture picture) throws XMLStreamException {
    String destination = picture.trace().destination().text();
    svg.text(
        "text",
        destination + " sees " + Words.source(picture.trace().source()),
        "class",
        "title",
        "x",
        LEFT,
        "y",
        32);
    svg.text(
        "text",
        "%s · %s".formatted(picture.environment(), picture.decidedBy()),
        "class",
        "faint",
        "x",
        LEFT,
        "y",
        54);
  }

  private void box(int x, int y, int width, String name, List<String> ranges, String kind)
      throws XMLStreamException {
    svg.empty(
        "rect",
        "class",
        "box " + kind,
        "x",
        x,
        "y",
        y,
        "width",
        width,
        "height",
        BOX_HEIGHT,
        "rx",
        8);
    svg.text("text", name, "class", "name on-pattern", "x", x + 14, "y", y + 26);
    int line = y + 48;
    for (String range : lines(ranges)) {
      code(range, "code on-pattern", x + 14, line, width - 28);
      line += 17;
    }
  }

  private static List<String> lines(List<String> ranges) {
    if (ranges.isEmpty()) {
      return List.of("addresses unknown");
    }
    return ranges.size() <= 2
        ? ranges
        : List.of(ranges.get(0), "and %d more ranges".formatted(ranges.size() - 1));
  }

  private void destination(Picture picture) throws XMLStreamException {
    int height = NODES + BOX_HEIGHT - PODS;
    svg.empty(
        "rect", "class", "box", "x", RIGHT, "y", PODS, "width", 200, "height", height, "rx", 8);
    svg.text("text", "Destination", "class", "name", "x", RIGHT + 14, "y", PODS + 26);
    code(picture.trace().destination().text(), "code", RIGHT + 14, PODS + 48, 172);
    List<Destination> firewall = picture.firewall();
    if (firewall != null) {
      svg.empty(
          "rect", "class", "wall", "x", WALL, "y", PODS - 8, "width", 18, "height", height + 16);
      svg.text(
          "text",
          "Firewall accepts " + Words.firewall(firewall),
          "class",
          "small",
          "x",
          WIDTH - LEFT,
          "y",
          PODS + height + 26,
          "text-anchor",
          "end");
    }
  }

  private void path(SourcePath path, boolean firewall) throws XMLStreamException {
    int y = y(path.source());
    boolean stopped = firewall && path.accepted() == Acceptance.NO;
    int end = stopped ? WALL - 16 : RIGHT - 6;
    String style = "way " + path.source().name().toLowerCase(Locale.ROOT);
    if (path.source() == Source.NODE) {
      int x = LEFT + BOX / 2;
      svg.empty(
          "path",
          "class",
          style,
          "marker-end",
          "url(#arrow)",
          "d",
          "M%d %d V%d".formatted(x, PODS + BOX_HEIGHT, NODES - 6));
      svg.text("text", "masqueraded", "class", "small", "x", x + 12, "y", PODS + BOX_HEIGHT + 28);
    }
    int start = LEFT + BOX;
    String line =
        path.source() == Source.UNKNOWN
            ? "M%d %d L%d %d H%d".formatted(start, PODS + BOX_HEIGHT - 8, start + 34, y, end)
            : "M%d %d H%d".formatted(start, y, end);
    svg.empty("path", "class", style, "marker-end", "url(#arrow)", "d", line);
    int text = start + (path.source() == Source.UNKNOWN ? 46 : 14);
    code(path.address(), "code strong", text, y - 10, WALL - text - 20);
    int below = y + 18;
    for (String words : Lines.wrap(path.why(), (WALL - text - 20) / 7, 3)) {
      svg.text("text", words, "class", "small", "x", text, "y", below);
      below += 15;
    }
    if (path.accepted() != null) {
      Styles.sign(svg, WALL + 9, y, path.accepted());
    }
  }

  /** A text of addresses, drawn narrower if it is too long for its place. */
  private void code(String text, String style, int x, int y, int width) throws XMLStreamException {
    if (text.length() * CODE > width) {
      svg.text(
          "text",
          text,
          "class",
          style,
          "x",
          x,
          "y",
          y,
          "textLength",
          width,
          "lengthAdjust",
          "spacingAndGlyphs");
    } else {
      svg.text("text", text, "class", style, "x", x, "y", y);
    }
  }

  private static int y(Source source) {
    return switch (source) {
      case POD -> PODS + 32;
      case NODE -> NODES + 42;
      case UNKNOWN, MIXED -> (PODS + NODES + BOX_HEIGHT) / 2 + 2;
    };
  }
}
