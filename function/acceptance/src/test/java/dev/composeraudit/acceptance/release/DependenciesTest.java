package dev.composeraudit.acceptance.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The libraries: each direct one has its reason in {@code function/README.md}. */
final class DependenciesTest {
  private static final Path FUNCTION = Layout.current().root().resolve("function");
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "(?s)<dependencyManagement>.*?</dependencyManagement>|<exclusions>.*?</exclusions>|<build>.*");
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</");
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^-]*(?:-jre)?)(-.*)?\\.jar");

  @Test
  void eachHasItsReasonAndNoReasonIsLeftOver() throws IOException {
    assertThat(explained()).isEqualTo(declared());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"auditor/target/function", "cli/target/composer-audit", "sandbox/target/sandbox"})
  void noClassPathHasALibraryInTwoVersions(String program) throws IOException {
    try (Stream<Path> jars = Files.list(FUNCTION.resolve(program).resolve("lib"))) {
      List<String> names =
          jars.map(jar -> JAR.matcher(jar.getFileName().toString()))
              .filter(java.util.regex.Matcher::matches)
              .map(jar -> jar.group(1) + (jar.group(3) == null ? "" : jar.group(3)))
              .toList();
      assertThat(names).hasSizeGreaterThan(50).doesNotHaveDuplicates();
    }
  }

  private static SortedSet<String> declared() throws IOException {
    SortedSet<String> declared = new TreeSet<>();
    try (Stream<Path> modules = Files.list(FUNCTION)) {
      for (Path pom : modules.map(it -> it.resolve("pom.xml")).filter(Files::exists).toList()) {
        DEPENDENCY
            .matcher(LEFT_OUT.matcher(Files.readString(pom)).replaceAll(""))
            .results()
            .filter(it -> !it.group(1).equals("dev.composeraudit"))
            .forEach(it -> declared.add(it.group(2)));
      }
    }
    return declared;
  }

  private static SortedSet<String> explained() throws IOException {
    String readme = Files.readString(FUNCTION.resolve("README.md"));
    String table = readme.substring(readme.indexOf("## Dependencies"));
    SortedSet<String> explained = new TreeSet<>();
    table
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| dependency"))
        .map(line -> line.split(" *\\| *", 3)[1])
        .forEach(names -> explained.addAll(List.of(names.split(", ", -1))));
    return explained;
  }
}
