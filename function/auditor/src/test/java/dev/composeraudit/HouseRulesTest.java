package dev.composeraudit;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The house's lines: who may know whom, who may reach the world, who is seen from outside. */
class HouseRulesTest {
  private static final String HOUSE = "dev.composeraudit";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(HOUSE);

  /** Google's libraries that talk to somebody; the protos of an API are data. */
  private static final DescribedPredicate<JavaClass> GOOGLE_CLIENTS =
      resideInAnyPackage(
              "com.google.api.client..",
              "com.google.api.gax..",
              "com.google.auth..",
              "com.google.cloud",
              "com.google.cloud.logging..",
              "com.google.cloud.pubsub..",
              "io.grpc..")
          .or(
              resideInAPackage("com.google.cloud.orchestration..")
                  .and(
                      simpleNameEndingWith("Client")
                          .or(simpleNameEndingWith("Settings"))
                          .or(simpleNameEndingWith("Stub"))))
          .as("Google clients");

  @Test
  void dependenciesPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("doors")
        .definedBy(HOUSE)
        .layer("event")
        .definedBy(HOUSE + ".event..")
        .layer("fetch")
        .definedBy(HOUSE + ".fetch..")
        .layer("egress")
        .definedBy(HOUSE + ".egress..")
        .layer("policy")
        .definedBy(HOUSE + ".policy..")
        .layer("report")
        .definedBy(HOUSE + ".report..")
        .layer("subject")
        .definedBy(HOUSE + ".subject..")
        .whereLayer("doors")
        .mayNotAccessAnyLayer()
        .ignoreDependency(resideInAPackage(HOUSE), alwaysTrue())
        .whereLayer("subject")
        .mayNotAccessAnyLayer()
        .whereLayer("event")
        .mayOnlyAccessLayers("subject")
        .whereLayer("fetch")
        .mayOnlyAccessLayers("subject")
        .whereLayer("egress")
        .mayOnlyAccessLayers("subject")
        .whereLayer("policy")
        .mayOnlyAccessLayers("egress", "subject")
        .whereLayer("report")
        .mayOnlyAccessLayers("event", "policy", "subject")
        .check(CLASSES);
  }

  @Test
  void noPackagesKnowEachOther() {
    slices().matching(HOUSE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void googleIsTalkedToInThreePlacesOnly() {
    noClasses()
        .that(
            not(
                resideInAnyPackage(HOUSE + ".fetch..", HOUSE + ".report..")
                    .or(name(HOUSE + ".Wiring"))))
        .should()
        .dependOnClassesThat(GOOGLE_CLIENTS)
        .check(CLASSES);
  }

  @Test
  void theNetworkIsReachedByFetchAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(HOUSE + ".fetch..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "javax.net..", "java.nio.channels..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.net\\.(Socket|ServerSocket|URL|URLConnection|HttpURLConnection)")
        .check(CLASSES);
  }

  @Test
  void whatIsPureTouchesNoFilesAndNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(
            HOUSE + ".event..", HOUSE + ".egress..", HOUSE + ".policy..", HOUSE + ".subject..")
        .and()
        .doNotHaveFullyQualifiedName(HOUSE + ".policy.PolicyCompiler")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.nio\\.file\\.Files|java\\.io\\.(File|RandomAccessFile).*")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }

  @Test
  void theEnvironmentIsReadOnce() {
    List<JavaMethodCall> calls =
        CLASSES.stream()
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTargetOwner().getFullName().equals("java.lang.System"))
            .filter(call -> call.getName().equals("getenv"))
            .toList();

    assertThat(calls)
        .singleElement()
        .extracting(call -> call.getOriginOwner().getSimpleName())
        .isEqualTo("AuditFunction");
  }

  @Test
  void onlyTheDoorsWireTheParts() {
    noClasses()
        .that()
        .resideOutsideOfPackage(HOUSE)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(HOUSE)
        .check(CLASSES);
  }

  @Test
  void theFunctionIsTheOnlyDoorThatIsSeen() {
    classes()
        .that()
        .resideInAPackage(HOUSE)
        .and()
        .arePublic()
        .should()
        .haveSimpleName("AuditFunction")
        .check(CLASSES);
  }

  /** By another package, or by whoever uses the package's front: its signatures name it. */
  @Test
  void whatIsPublicIsNeededElsewhere() {
    Set<JavaClass> named =
        CLASSES.stream()
            .filter(HouseRulesTest::isPublic)
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(HouseRulesTest::signature)
            .collect(Collectors.toSet());

    assertThat(
            CLASSES.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(HouseRulesTest::isPublic)
                .filter(type -> !named.contains(type) && !isUsedElsewhere(type))
                .map(JavaClass::getFullName))
        .containsExactlyInAnyOrder(
            HOUSE + ".AuditFunction",
            // The command line's.
            HOUSE + ".policy.PolicyTests");
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC);
  }

  private static Stream<JavaClass> signature(JavaMethod method) {
    return Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream())
        .flatMap(type -> type.getAllInvolvedRawTypes().stream());
  }

  private static boolean isUsedElsewhere(JavaClass type) {
    return type.getDirectDependenciesToSelf().stream()
        .anyMatch(use -> !use.getOriginClass().getPackageName().equals(type.getPackageName()));
  }

  @Test
  void nothingStaticChanges() {
    fields().that().areStatic().should().beFinal().check(CLASSES);
  }

  @Test
  void classesAreFinal() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .areNotAnonymousClasses()
        .should()
        .haveModifier(JavaModifier.FINAL)
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
