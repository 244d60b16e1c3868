package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoaderErrorsTest {
  private static final Path FOLDER = Golden.folder("mistakes");

  static Stream<String> files() {
    return TestPolicyFolder.read(FOLDER).stream().map(SourceFile::path);
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyErrorIsShownWhereItIs(String name) {
    InvalidDocumentsException mistakes = mistakes(List.of(TestPolicyFolder.file(FOLDER, name)));

    Golden.check(
        "mistakes/" + name.replace(".yaml", ".txt"), String.valueOf(mistakes.getMessage()));
  }

  @Test
  void allErrorsOfAFolderComeInOneRun() {
    InvalidDocumentsException mistakes = mistakes(TestPolicyFolder.read(FOLDER));

    assertThat(mistakes.issues().stream().map(issue -> issue.file().path()).distinct())
        .containsExactlyElementsOf(files().toList());
    assertThat(mistakes.issues())
        .hasSizeGreaterThanOrEqualTo(
            files()
                .mapToInt(
                    name -> mistakes(List.of(TestPolicyFolder.file(FOLDER, name))).issues().size())
                .sum());
  }

  @Test
  void aDocumentThatIsTooDeepIsRejected() {
    SourceFile deep =
        new SourceFile("deep.yaml", "spec: " + "[".repeat(21) + "]".repeat(21) + "\n");

    assertThat(mistakes(List.of(deep)).issues()).extracting(Issue::code).contains("syntax");
    assertThat(mistakes(List.of(deep))).hasMessageContaining("20");
  }

  @Test
  void aDocumentThatIsTooLargeIsRejectedUnread() {
    SourceFile large = new SourceFile("large.yaml", "# " + "x".repeat(256 * 1024));

    assertThat(mistakes(List.of(large)).issues())
        .extracting(Issue::code)
        .containsExactly("too-large");
  }

  /** A binding that matches nothing would leave its policy unapplied, silently. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "projects/*/locations/*/environments/Prod",
        "projects/*/locations/*/environments/prod_1",
        "projects/*/locations/Europe-West1/environments/*",
        "projects/Acme/locations/*/environments/*",
        "projects/*/locations/*/environments/prod ",
        "projects/*/locations/*/environments/1"
      })
  void aPatternThatMatchesNoNameIsRejected(String pattern) {
    SourceFile binding =
        new SourceFile(
            "bindings.yaml",
            """
            apiVersion: composer-audit/v1
            kind: PolicyBinding
            metadata: {name: b}
            spec: {policyName: p, excludeResources: ['%s']}
            """
                .formatted(pattern));

    assertThat(mistakes(List.of(binding)).issues())
        .extracting(Issue::message)
        .contains("matches no environment: names have lower-case letters, digits and hyphens only");
  }

  private static InvalidDocumentsException mistakes(List<SourceFile> files) {
    return Objects.requireNonNull(
        catchThrowableOfType(InvalidDocumentsException.class, () -> PolicySetLoader.load(files)));
  }
}
