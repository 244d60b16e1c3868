package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class ExplainPictureTest {
  private static final String SUBJECT = "src/test/resources/subjects/composer-2.yaml";
  private static final String COMPOSER_3 = "src/test/resources/subjects/composer-3.yaml";

  @Test
  void thePictureIsAContract() {
    Cli.Run run = picture(SUBJECT, "10.20.0.0/14", "--accepts", "10.0.0.0/8");

    Golden.check("explain.svg", run.out());
    assertThat(run.code()).isZero();
  }

  @Test
  void thereIsAPictureForEachDestinationWithATextAlternative() throws Exception {
    Document svg = parse(picture(SUBJECT, "10.200.0.10,8.8.8.8,fd00::/8,10.10.0.0/16"));

    NodeList groups = svg.getElementsByTagName("g");
    assertThat(groups.getLength()).isEqualTo(4);
    for (int i = 0; i < groups.getLength(); i++) {
      Element group = (Element) groups.item(i);
      assertThat(group.getAttribute("role")).isEqualTo("img");
      for (String id : group.getAttribute("aria-labelledby").split(" ", -1)) {
        assertThat(texts(svg, id)).hasSize(1).allSatisfy(text -> assertThat(text).isNotBlank());
      }
    }
  }

  @Test
  void thePartsOfTheBarAreToScaleAndFillIt() throws Exception {
    Document svg = parse(picture(SUBJECT, "10.20.0.0/15"));

    double sum = 0;
    NodeList rectangles = svg.getElementsByTagName("rect");
    for (int i = 0; i < rectangles.getLength(); i++) {
      Element rectangle = (Element) rectangles.item(i);
      if (rectangle.getAttribute("class").startsWith("part ")) {
        sum += Double.parseDouble(rectangle.getAttribute("width"));
      }
    }
    assertThat(sum).isBetween(911.0, 925.0);
  }

  @Test
  void whatIsUnknownIsSaidInWords() {
    String svg = picture(COMPOSER_3, "10.0.0.0/8", "--accepts=10.1.0.0/16").out();

    assertThat(svg)
        .contains("sees an unknown address (UNKNOWN)")
        .contains("addresses unknown")
        .contains("unknown address")
        .doesNotContain("✓");
  }

  private static Cli.Run picture(String subject, String destinations, String... more) {
    String[] arguments = new String[5 + more.length];
    List<String> first = List.of("explain", subject, "-d", destinations, "--format=svg");
    first.toArray(arguments);
    System.arraycopy(more, 0, arguments, first.size(), more.length);
    return Cli.run(arguments);
  }

  private static List<String> texts(Document svg, String id) {
    return Stream.of("title", "desc")
        .map(svg::getElementsByTagName)
        .flatMap(
            nodes -> IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)))
        .filter(element -> element.getAttribute("id").equals(id))
        .map(Element::getTextContent)
        .toList();
  }

  private static Document parse(Cli.Run run) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(run.out())));
  }
}
