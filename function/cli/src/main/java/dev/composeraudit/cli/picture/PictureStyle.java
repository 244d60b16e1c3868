package dev.composeraudit.cli.picture;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The style sheets of pictures. */
public final class PictureStyle {
  private PictureStyle() {}

  /** For a page with pictures, which defines the colours itself. */
  public static String ofPage() {
    return resource("picture.css");
  }

  /** For a document with nothing but pictures. */
  static String ofDocument() {
    return "\n" + resource("standalone.css") + resource("picture.css");
  }

  private static String resource(String name) {
    try {
      return Resources.toString(
          Resources.getResource(PictureStyle.class, name), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(name, unreadable);
    }
  }
}
