package dev.composeraudit.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the packages of this module may use, and how the tests of all modules wait. */
final class ArchitectureTest {
  private static final String ROOT = "dev.composeraudit.acceptance";
  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(ROOT);

  @Test
  void whatTestsShareUsesNeitherTheDemoNorTheCampaigns() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".deployment")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT, ROOT + ".demo..", ROOT + ".campaign..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  /** A wait by {@code Await} says what was waited for, and ends as soon as it is there. */
  @Test
  void noTestSleeps() throws IOException {
    List<Path> sleeping = new ArrayList<>();
    Path modules = Layout.current().root().resolve("function");
    try (Stream<Path> files = Files.walk(modules)) {
      for (Path file : files.filter(ArchitectureTest::isTest).toList()) {
        if (Files.readString(file).contains("Thread" + ".sleep(")) {
          sleeping.add(modules.relativize(file));
        }
      }
    }
    assertThat(sleeping).isEmpty();
  }

  private static boolean isTest(Path file) {
    return file.toString().contains("/src/test/java/") && file.toString().endsWith(".java");
  }
}
