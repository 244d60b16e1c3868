package dev.composeraudit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The links between the documents lead to files and headings that exist. */
final class DocumentsTest {
  private static final Path ROOT = Layout.current().root();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+?) *$");
  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```");
  private static final Pattern TEST_OPTION = Pattern.compile("-D(?:it\\.)?test=([\\w,]+)");
  private static final int README_LINES = 150;

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsToAFileAndAHeadingThatExist(Path document) throws IOException {
    String text = CODE_BLOCK.matcher(Files.readString(document)).replaceAll("");
    List<String> links = LINK.matcher(text).results().map(it -> it.group(1)).toList();
    for (String link : links) {
      if (!link.startsWith("https://")) {
        assertLeadsSomewhere(document, link);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyTestThatACommandNamesExists(Path document) throws IOException {
    for (MatchResult option : TEST_OPTION.matcher(Files.readString(document)).results().toList()) {
      for (String name : option.group(1).split(",", -1)) {
        assertThat(testClasses()).as("%s: %s", document, option.group()).contains(name);
      }
    }
  }

  /** The simple names of the test classes of all modules, and NONE, which stands for none. */
  private static Set<String> testClasses() throws IOException {
    Set<String> names = new HashSet<>(Set.of("NONE"));
    try (Stream<Path> files = Files.walk(ROOT.resolve("function"))) {
      files
          .map(it -> it.getFileName().toString())
          .filter(it -> it.endsWith("Test.java") || it.endsWith("IT.java"))
          .forEach(it -> names.add(it.replace(".java", "")));
    }
    return names;
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md")))
        .hasSizeLessThanOrEqualTo(README_LINES);
  }

  private static void assertLeadsSomewhere(Path document, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
    assertThat(target).as("%s: the link %s", ROOT.relativize(document), link).exists();
    if (parts.length > 1) {
      assertThat(anchors(target))
          .as("%s: the heading of the link %s", ROOT.relativize(document), link)
          .contains(parts[1]);
    }
  }

  /** The headings of a document, as GitHub makes names for links of them. */
  private static List<String> anchors(Path document) throws IOException {
    return HEADING
        .matcher(Files.readString(document))
        .results()
        .map((MatchResult it) -> it.group(1).toLowerCase(Locale.ROOT))
        .map(it -> it.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  static Stream<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT, 5)) {
      return files
          .filter(it -> it.toString().endsWith(".md"))
          .filter(it -> !it.toString().contains("/target/"))
          .sorted()
          .toList()
          .stream();
    }
  }
}
