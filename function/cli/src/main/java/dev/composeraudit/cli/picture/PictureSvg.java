package dev.composeraudit.cli.picture;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * Draws pictures: Pods and nodes on the left, the destination with its firewall on the right, the
 * packets' paths between them, and the destination's addresses to scale. Line and pattern
 * distinguish sources, not only colour.
 */
public final class PictureSvg {
  private static final String XMLNS = "http://www.w3.org/2000/svg";

  private final Svg svg;

  private PictureSvg(Svg svg) {
    this.svg = svg;
  }

  /**
   * Writes an SVG document with the pictures, one below another.
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

  /**
   * An element for a page that has the style sheet {@link PictureStyle#ofPage}.
   *
   * @param id a unique id in the page; ids in the picture begin with it
   */
  public static String element(Picture picture, String id) {
    StringWriter out = new StringWriter();
    try {
      Svg svg = new Svg(out);
      List<Segment> segments = segments(picture);
      begin(svg, height(picture, segments));
      new PictureSvg(svg).draw(picture, segments, id, 0);
      svg.end();
      svg.flush();
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException(impossible);
    }
    return out.toString().strip();
  }

  private static void begin(Svg svg, int height) throws XMLStreamException {
    svg.begin(
        "svg",
        "xmlns",
        XMLNS,
        "class",
        "picture",
        "width",
        Scene.WIDTH,
        "height",
        height,
        "viewBox",
        "0 0 %d %d".formatted(Scene.WIDTH, height));
  }

  private void draw(List<Picture> pictures) throws XMLStreamException {
    int height = pictures.stream().mapToInt(each -> height(each, segments(each))).sum();
    begin(svg, height);
    svg.text("style", PictureStyle.ofDocument());
    svg.empty("rect", "class", "paper", "width", Scene.WIDTH, "height", height);
    int top = 0;
    for (int i = 0; i < pictures.size(); i++) {
      List<Segment> segments = segments(pictures.get(i));
      draw(pictures.get(i), segments, "picture-" + i, top);
      top += height(pictures.get(i), segments);
    }
    svg.end();
  }

  private static List<Segment> segments(Picture picture) {
    return picture.evidence().parts().stream().map(Segment::of).toList();
  }

  private static int height(Picture picture, List<Segment> segments) {
    return Scene.HEIGHT + AddressBar.height(picture, segments);
  }

  private void draw(Picture picture, List<Segment> segments, String id, int top)
      throws XMLStreamException {
    String title = id + "-title";
    String description = id + "-description";
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
    new Scene(svg).draw(picture);
    new AddressBar(svg, Scene.LEFT, Scene.WIDTH - 2 * Scene.LEFT)
        .draw(picture, segments, Scene.HEIGHT);
    svg.end();
  }
}
