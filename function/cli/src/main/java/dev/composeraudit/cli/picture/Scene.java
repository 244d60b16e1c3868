package dev.composeraudit.cli.picture;

import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.DestinationEvidence;
import dev.composeraudit.egress.Source;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLStreamException;

/** Draws Pods, nodes, the destination with its firewall, and the packets' paths. */
final class Scene {
  static final int WIDTH = 960;
  static final int HEIGHT = 320;
  static final int LEFT = 24;

  private static final int BOX = 270;
  private static final int RIGHT = WIDTH - LEFT - 200;
  private static final int WALL = RIGHT - 58;
  private static final int PODS = 76;
  private static final int NODES = 206;
  private static final int BOX_HEIGHT = 84;

  /** The width of a character in an address, in a title and in other text. */
  private static final double ADDRESS = 7.6;

  private static final double TITLE = 9.2;
  private static final double TEXT = 6.4;

  private final Svg svg;

  Scene(Svg svg) {
    this.svg = svg;
  }

  void draw(Picture picture) throws XMLStreamException {
    DestinationEvidence evidence = picture.evidence();
    int width = WIDTH - 2 * LEFT;
    fitted(Words.headline(picture), "head", TITLE, LEFT, 32, width);
    String environment =
        "%s · %s".formatted(picture.environment(), ModeText.of(evidence.decidedBy()));
    fitted(environment, "small", TEXT, LEFT, 54, width);
    box(PODS, "Pods", evidence.pods(), Source.POD);
    box(NODES, "Nodes", evidence.nodes(), Source.NODE);
    destination(picture);
    for (SourcePath path : SourcePath.of(evidence)) {
      path(path);
    }
  }

  private void box(int y, String name, List<String> ranges, Source source)
      throws XMLStreamException {
    String style = "box " + source.name().toLowerCase(Locale.ROOT);
    svg.empty(
        "rect", "class", style, "x", LEFT, "y", y, "width", BOX, "height", BOX_HEIGHT, "rx", 8);
    svg.text("text", name, "class", "name", "x", LEFT + 14, "y", y + 26);
    int line = y + 48;
    for (String range : lines(ranges)) {
      fitted(range, "address", ADDRESS, LEFT + 14, line, BOX - 28);
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
    DestinationEvidence evidence = picture.evidence();
    int height = NODES + BOX_HEIGHT - PODS;
    svg.empty(
        "rect", "class", "box", "x", RIGHT, "y", PODS, "width", 200, "height", height, "rx", 8);
    String name = evidence.name().isEmpty() ? "Destination" : evidence.name();
    fitted(name, "name", TEXT * 1.2, RIGHT + 14, PODS + 26, 172);
    fitted(evidence.destination(), "address", ADDRESS, RIGHT + 14, PODS + 48, 172);
    if (!evidence.accepts().isEmpty()) {
      int top = PODS - 8;
      svg.empty("rect", "class", "wall", "x", WALL, "y", top, "width", 18, "height", height + 16);
      svg.empty(
          "path", "class", "bricks", "d", "M%d %dv%d".formatted(WALL + 9, top + 1, height + 14));
      svg.text(
          "text",
          "Firewall accepts " + Words.firewall(evidence),
          "class",
          "small end",
          "x",
          WIDTH - LEFT,
          "y",
          PODS + height + 26);
    }
  }

  private void path(SourcePath path) throws XMLStreamException {
    int y = y(path.source());
    String kind = path.source().name().toLowerCase(Locale.ROOT);
    if (path.source() == Source.NODE) {
      int x = LEFT + BOX / 2;
      way(kind, "M%d %dV%d".formatted(x, PODS + BOX_HEIGHT, NODES - 8));
      tip(kind, "M%d %dl-5 -9h10z".formatted(x, NODES - 2));
      svg.text("text", "masqueraded", "class", "small", "x", x + 12, "y", PODS + BOX_HEIGHT + 28);
    }
    Acceptance accepted = path.accepted();
    int end = end(path);
    int start = LEFT + BOX;
    way(
        kind,
        path.source() == Source.UNKNOWN
            ? "M%d %dL%d %dH%d".formatted(start, PODS + BOX_HEIGHT - 8, start + 34, y, end - 8)
            : "M%d %dH%d".formatted(start, y, end - 8));
    tip(kind, "M%d %dl-9 -5v10z".formatted(end, y));
    texts(path, start + (path.source() == Source.UNKNOWN ? 46 : 14), y);
    if (accepted != null) {
      mark(accepted, WALL + 9, y);
    }
  }

  /** Where the packets stop: in the cluster, at the firewall, or at the destination. */
  private static int end(SourcePath path) {
    if (path.stays()) {
      return WALL - 60;
    }
    return path.accepted() == Acceptance.NO ? WALL - 8 : RIGHT - 2;
  }

  private void way(String kind, String line) throws XMLStreamException {
    svg.empty("path", "class", "way " + kind, "d", line);
  }

  private void tip(String kind, String triangle) throws XMLStreamException {
    svg.empty("path", "class", "tip " + kind, "d", triangle);
  }

  private void texts(SourcePath path, int x, int y) throws XMLStreamException {
    int width = WALL - x - 20;
    String address = path.stays() ? path.address() + ", stays in the cluster" : path.address();
    fitted(address, "address strong", ADDRESS, x, y - 10, width);
    int below = y + 18;
    for (String words : Lines.wrap(path.why(), width / 7, 3)) {
      svg.text("text", words, "class", "small", "x", x, "y", below);
      below += 15;
    }
  }

  /** Whether packets pass, at the firewall. */
  private void mark(Acceptance acceptance, int x, int y) throws XMLStreamException {
    String sign =
        switch (acceptance) {
          case YES -> "✓";
          case NO -> "✕";
          case IN_PART -> "½";
          case UNKNOWN -> "?";
        };
    svg.empty("circle", "class", "mark", "cx", x, "cy", y, "r", 13);
    svg.text("text", sign, "class", "mark-text", "x", x, "y", y + 5);
    svg.text(
        "text", Words.acceptance(acceptance), "class", "small middle over", "x", x, "y", y + 30);
  }

  /**
   * A text, drawn narrower if it is too long for its space.
   *
   * @param character the width of a character
   */
  private void fitted(String text, String style, double character, int x, int y, int width)
      throws XMLStreamException {
    if (text.length() * character > width) {
      // A text that is drawn still narrower can't be read.
      int most = (int) (width / character * 1.6);
      String shown = text.length() > most ? text.substring(0, most - 1) + "…" : text;
      svg.text(
          "text",
          shown,
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
