package dev.composeraudit.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.policy.result.Outcome;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Text from documents does nothing but be shown, whatever the form. */
final class HostileTextTest {
  private static final int OUTCOMES = Outcome.values().length;

  @Test
  void jsonKeepsItAsItIs() {
    JsonArray results =
        JsonParser.parseString(Reports.write(new JsonFormat(), Reports.hostile()))
            .getAsJsonObject()
            .getAsJsonArray("results");

    for (int i = 0; i < results.size(); i++) {
      JsonObject result = results.get(i).getAsJsonObject();
      String text = Reports.HOSTILE.get(i / OUTCOMES);
      assertThat(result.get("messages").getAsString()).isEqualTo(text);
      assertThat(result.get("address").getAsString()).isEqualTo(text);
      assertThat(result.get("environment").isJsonNull()).isTrue();
    }
  }

  @Test
  void aStrictReaderReadsTheCsvAndNoCellIsAFormula() throws IOException {
    String csv = Reports.write(new CsvFormat(), Reports.hostile());

    List<CSVRecord> records;
    try (CSVParser parser =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setTrailingData(false)
            .setLenientEof(false)
            .get()
            .parse(new StringReader(csv))) {
      records = parser.getRecords();
    }

    assertThat(records).hasSize(Reports.HOSTILE.size() * OUTCOMES);
    for (CSVRecord record : records) {
      assertThat(record.isConsistent()).isTrue();
      for (String cell : record) {
        assertThat(cell).doesNotMatch("(?s)^[=+\\-@\\t\\r＝＋－＠].*");
      }
      String message = record.get("message");
      assertThat(Reports.HOSTILE)
          .contains(message.startsWith("'") ? message.substring(1) : message);
    }
  }

  @Test
  void aStrictParserReadsTheJunitXml() throws Exception {
    String xml = Reports.write(new JunitFormat(), Reports.hostile());

    Document document = parse(xml);

    NodeList failures = document.getElementsByTagName("failure");
    assertThat(failures.getLength()).isEqualTo(Reports.HOSTILE.size());
    assertThat(document.getElementsByTagName("testcase").getLength())
        .isEqualTo(Reports.HOSTILE.size() * OUTCOMES + Reports.HOSTILE.size());
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
  }

  @Test
  void noTagOfItsOwnComesIntoTheHtml() {
    String html = Reports.write(new HtmlFormat(), Reports.hostile());

    assertThat(html).startsWith("<!doctype html>");
    assertThat(Pattern.compile("<script").matcher(html).results().count()).isEqualTo(1);
    assertThat(Pattern.compile("</script").matcher(html).results().count()).isEqualTo(1);
    assertThat(html)
        .doesNotContain("<img")
        .doesNotContain("<!--")
        .contains("{{version}} {{{script}}}")
        .doesNotContainPattern("\\son\\w+=\"")
        .doesNotContainPattern("(src|href)=\"(?!#)");
  }

  @Test
  void markdownHasNoTagMentionOrLinkOfIt() {
    String markdown = Reports.write(new MarkdownFormat(), Reports.hostile());
    String text =
        markdown
            .replaceAll("(?s)(`{3,})\n.*?\n\\1\n", "")
            .replaceAll("(?<![\\\\`])(`+)(?!`).*?(?<!`)\\1(?!`)", "");

    assertThat(text)
        .doesNotContain("<script")
        .doesNotContain("<img")
        .doesNotContainPattern("(?<!\\w)@\\w")
        .doesNotContain("http://")
        .doesNotContainPattern("[\\p{Cntrl}\\u2028-\\u202e&&[^\\n]]");
    // Markdown has no meaning within a tag's own line.
    assertThat(text.replaceAll("<summary>.*?</summary>", ""))
        .doesNotContainPattern("(?<!\\\\)\\]\\(");
    for (String line : text.lines().filter(it -> it.startsWith("|")).toList()) {
      assertThat(line.replaceAll("\\\\.", "").chars().filter(c -> c == '|').count())
          .as(line)
          .isEqualTo(5);
    }
  }

  @Test
  void theTableHasNoControlCharacters() {
    String table = Reports.write(new TableFormat((outcome, text) -> text, true), Reports.hostile());

    assertThat(table).doesNotContainPattern("[\\p{Cntrl}\\u2028-\\u202e&&[^\\n]]");
  }

  private static Document parse(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
  }
}
