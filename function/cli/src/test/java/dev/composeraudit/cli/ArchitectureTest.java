package dev.composeraudit.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The packages of the command line: their size, and which may use which. */
class ArchitectureTest {
  private static final String ROOT = "dev.composeraudit.cli";

  /** The packages that several commands use. */
  private static final String[] SHARED = {
    ROOT + ".console",
    ROOT + ".files",
    ROOT + ".format",
    ROOT + ".input..",
    ROOT + ".live",
    ROOT + ".option",
    ROOT + ".picture"
  };

  private static final int MAX_TYPES = 25;
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void noPackagesUseEachOther() {
    slices().matching("(" + ROOT + "..)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noPackageHasTooManyTypes() {
    CLASSES.stream()
        .filter(JavaClass::isTopLevelClass)
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .collect(Collectors.groupingBy(JavaClass::getPackageName))
        .forEach((name, types) -> assertThat(types).as(name).hasSizeLessThanOrEqualTo(MAX_TYPES));
  }

  @Test
  void whatCommandsShareUsesNoCommand() {
    noClasses()
        .that()
        .resideInAnyPackage(SHARED)
        .should()
        .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(SHARED))))
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    CLASSES.stream()
        .map(JavaClass::getPackage)
        .distinct()
        .forEach(
            each -> assertThat(each.isAnnotatedWith(NullMarked.class)).as(each.getName()).isTrue());
  }
}
