package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The pictures in the HTML report of {@code check}. */
final class HtmlPicturesTest {
  private static final Path SUBJECT = Path.of("src/test/resources/subjects/composer-2.yaml");

  @TempDir private Path folder;

  @Test
  void thePicturesOfAViolationAreAContract() throws Exception {
    String html =
        html(
            Files.readString(SUBJECT),
            """
            destinations:
            - {name: partner, cidr: 10.20.0.0/14, acceptedSources: [10.0.0.0/8]}
            - {name: accepts all, cidr: 10.20.0.0/14, acceptedSources: [0.0.0.0/0]}
            """);

    Golden.check(
        "check-pictures.html", String.join("\n", found(html, "<details class=\"drawing\"")) + "\n");
    assertThat(html).doesNotContain("What <bdi>accepts all");
  }

  @Test
  void everyPictureHasATextAlternativeAndIdsOfItsOwn() throws Exception {
    String html =
        html(
            several(Files.readString(SUBJECT)),
            """
            destinations:
            - {name: one, cidr: 10.20.0.0/16, acceptedSources: [10.0.0.0/8]}
            - {name: two, cidr: 10.20.1.0/24, acceptedSources: [10.0.0.0/8]}
            """);

    List<String> ids = new ArrayList<>();
    List<String> pictures = found(html, "<svg");
    for (String picture : pictures) {
      Document svg = parse(picture);
      Element group = (Element) svg.getElementsByTagName("g").item(0);
      assertThat(group.getAttribute("role")).isEqualTo("img");
      List<String> named = List.of(group.getAttribute("aria-labelledby").split(" ", -1));
      assertThat(named)
          .containsExactly(id(svg, "title"), id(svg, "desc"))
          .allSatisfy(id -> assertThat(html).containsOnlyOnce("id=\"" + id + "\""));
      ids.addAll(named);
      assertThat(picture)
          .doesNotContain("style=", "url(", "href", "<style")
          .containsOnlyOnce("http");
    }
    assertThat(pictures).hasSize(4);
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void aPictureShowsSourceRangeFirewallAndTheBarToScale() throws Exception {
    String html =
        html(
            Files.readString(SUBJECT),
            """
            destinations:
            - {name: partner, cidr: 10.20.0.0/15, acceptedSources: [10.0.0.0/8]}
            """);

    String picture = found(html, "<svg").get(0);
    assertThat(picture)
        .contains(
            "source 192.168.0.0/16",
            "10.20.0.0/16: configured to keep Pod addresses",
            "Firewall accepts 10.0.0.0/8",
            "dropped",
            "source 10.10.0.0/20",
            "accepted");
    NodeList rectangles = parse(picture).getElementsByTagName("rect");
    List<String> widths = new ArrayList<>();
    for (int i = 0; i < rectangles.getLength(); i++) {
      Element rectangle = (Element) rectangles.item(i);
      if (rectangle.getAttribute("class").startsWith("part ")) {
        widths.add(rectangle.getAttribute("class") + " " + rectangle.getAttribute("width"));
      }
    }
    assertThat(widths).containsExactlyInAnyOrder("part pod 456", "part node 456");
  }

  @Test
  void anErrorHasAPictureOfWhatIsUnknown() throws Exception {
    String refused = Files.readString(SUBJECT).replace("cidr: 10.20.0.0/16", "cidr: 10.1.0.0/8");
    String html =
        html(
            refused,
            """
            destinations:
            - {name: partner, cidr: 10.20.0.0/15, acceptedSources: [10.0.0.0/8]}
            """);

    assertThat(found(html, "<svg"))
        .singleElement()
        .asString()
        .contains("sees an unknown address (UNKNOWN)", "unknown address")
        .doesNotContain("✓");
  }

  @Test
  void protectedRangesHaveAPictureWithoutAFirewall() throws Exception {
    Files.writeString(
        folder.resolve("bindings.yaml"),
        """
        apiVersion: composer-audit/v1
        kind: PolicyBinding
        metadata: {name: b}
        spec:
          policyName: pod-ranges-do-not-leave
          parameters: {protectedRanges: [10.20.0.0/14, 10.30.0.0/16]}
        """);
    String html = check(Files.readString(SUBJECT), "pod-ranges-do-not-leave");

    assertThat(found(html, "<svg"))
        .singleElement()
        .asString()
        .contains("10.20.0.0/14 sees Pod addresses in parts, node addresses in others (MIXED)")
        .doesNotContain("Firewall", "dropped");
  }

  @Test
  void whatAnExceptionCoversIsNotDrawn() throws Exception {
    Files.writeString(
        folder.resolve("exceptions.yaml"),
        """
        apiVersion: composer-audit/v1
        kind: PolicyException
        metadata: {name: e}
        spec:
          policyRefs: [{kind: Policy, name: destinations-see-an-accepted-source}]
          matchResources: ["projects/*/locations/*/environments/*"]
          destinations: [one 10.20.0.0/16]
          expiresAt: "2027-03-31T00:00:00Z"
          properties: {approved-by: a@example.com, reason: None.}
        """);
    String html =
        html(
            Files.readString(SUBJECT),
            """
            destinations:
            - {name: one, cidr: 10.20.0.0/16, acceptedSources: [10.0.0.0/8]}
            """);

    assertThat(html).contains("<h1 data-verdict=\"PASS\">");
    assertThat(found(html, "<svg")).isEmpty();
  }

  private String html(String subject, String parameters) throws IOException {
    Files.writeString(
        folder.resolve("bindings.yaml"),
        """
        apiVersion: composer-audit/v1
        kind: PolicyBinding
        metadata: {name: b}
        spec:
          policyName: destinations-see-an-accepted-source
          parameters:
        """
            + parameters.indent(4));
    return check(subject, "destinations-see-an-accepted-source");
  }

  private String check(String subject, String policy) throws IOException {
    Path file = folder.resolve("subject.txt");
    Files.writeString(file, subject);
    Cli.Run run =
        Cli.run(
            "check",
            file.toString(),
            "--bindings",
            folder.toString(),
            "--policy",
            policy,
            "--format",
            "html");
    assertThat(run.err()).isEmpty();
    return run.out();
  }

  /** The same environment twice, under two names. */
  private static String several(String subject) {
    return subject + "\n---\n" + subject.replace("/environments/", "/environments/second-");
  }

  /** The elements that begin so, each to its end. */
  private static List<String> found(String html, String begin) {
    String name = begin.substring(1).split(" ", -1)[0];
    return Pattern.compile("(?s)" + Pattern.quote(begin) + ".*?</" + name + ">")
        .matcher(html)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toList());
  }

  private static String id(Document svg, String element) {
    Element group = (Element) svg.getElementsByTagName("g").item(0);
    return ((Element) group.getElementsByTagName(element).item(0)).getAttribute("id");
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }
}
