package dev.composeraudit.cli.format;

import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.composeraudit.cli.picture.PictureStyle;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * One HTML page with everything in it: it loads nothing, and its security policy allows its own
 * style and script alone, by their hashes. All text from documents is escaped by the template.
 */
public final class HtmlFormat implements Format<CheckReport> {
  @Override
  public String name() {
    return "html";
  }

  @Override
  public void write(CheckReport report, Writer out) throws IOException {
    Map<String, Object> page = new HtmlPage(report).values();
    String style = resource("report.css") + PictureStyle.ofPage();
    String script = resource("report.js");
    page.put("style", style);
    page.put("styleHash", hash(style));
    page.put("script", script);
    page.put("scriptHash", hash(script));
    Template template =
        Mustache.compiler()
            .escapeHTML(true)
            .emptyStringIsFalse(true)
            .withLoader(HtmlFormat::part)
            .compile(resource("report.html"));
    template.execute(page, out);
  }

  private static Reader part(String name) {
    return new StringReader(resource(name + ".html"));
  }

  private static String resource(String name) {
    try {
      return Resources.toString(
          Resources.getResource(HtmlFormat.class, name), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(name, unreadable);
    }
  }

  /** As a Content-Security-Policy names an inline style or script. */
  private static String hash(String text) {
    byte[] hash = Hashing.sha256().hashString(text, StandardCharsets.UTF_8).asBytes();
    return "sha256-" + Base64.getEncoder().encodeToString(hash);
  }
}
