package dev.composeraudit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
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
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The architecture of the engine and the function: which package may use which, what may reach the
 * network, what is visible from outside.
 */
class ArchitectureTest {
  private static final String ROOT = "dev.composeraudit";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages(ROOT);

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

  /** Classes that open connections. Exceptions and TLS contexts do not. */
  private static final DescribedPredicate<JavaClass> NETWORK =
      resideInAnyPackage(
              "java.net.http..",
              "javax.net..",
              "java.nio.channels..",
              "com.google.api.client.http..",
              "com.sun.net..")
          .or(nameMatching("java\\.net\\.(URL|[A-Za-z]*Connection|[A-Za-z]*Socket)"))
          .and(not(simpleNameEndingWith("Exception")))
          .and(not(name("javax.net.ssl.SSLContext")))
          .and(not(name("com.google.api.client.http.GenericUrl")))
          .as("classes that open connections");

  private static final ArchRule NETWORK_RULE =
      noClasses()
          .that(
              not(
                  nameMatching(
                      ROOT + "\\.http\\.(BoundedHttpClient|BoundedBody|TlsContexts)(\\$.*)?")))
          .should()
          .dependOnClassesThat(NETWORK);

  private static final ArchRule STATIC_RULE =
      fields().that().areStatic().should(new ImmutableStatics());

  private static final int MAX_TYPES = 25;

  @Test
  void packagesUseOnlyThoseBelowThem() {
    Set<String> packages =
        CLASSES.stream()
            .map(type -> type.getPackageName().substring(ROOT.length()).replaceFirst("^\\.", ""))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    assertThat(packages).isEqualTo(PackageUses.USES.keySet());
    PackageUses.USES.forEach(
        (name, uses) -> {
          List<String> allowed =
              new ArrayList<>(uses.stream().map(use -> ROOT + "." + use).toList());
          allowed.add(ROOT + "." + name);
          classes()
              .that()
              .resideInAPackage(ROOT + "." + name)
              .should()
              .onlyDependOnClassesThat(
                  not(resideInAPackage(ROOT + ".."))
                      .or(resideInAnyPackage(allowed.toArray(String[]::new))))
              .check(CLASSES);
        });
  }

  @Test
  void noPackagesUseEachOther() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noTopLevelTypesOfAPackageUseEachOther() {
    // A sealed type names its subtypes, and they name it.
    SliceAssignment topLevelTypes =
        new SliceAssignment() {
          @Override
          public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith(ROOT)
                ? SliceIdentifier.of(topLevel(type).getFullName())
                : SliceIdentifier.ignore();
          }

          @Override
          public String getDescription() {
            return "top-level types";
          }
        };
    slices()
        .assignedFrom(topLevelTypes)
        .should()
        .beFreeOfCycles()
        // An Address is read from text and written as text by AddressText.
        .ignoreDependency(name(ROOT + ".address.AddressText"), name(ROOT + ".address.Address"))
        // An AddressRange is written as Cidrs, and a Cidr is one.
        .ignoreDependency(name(ROOT + ".address.AddressRange"), name(ROOT + ".address.Cidr"))
        .check(CLASSES);
  }

  private static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(type);
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
  void googleClientsAreUsedInThreePlacesOnly() {
    noClasses()
        .that(
            not(
                resideInAnyPackage(ROOT + ".http..", ROOT + ".fetch..", ROOT + ".report..")
                    .or(name(ROOT + ".Wiring"))
                    .or(name(ROOT + ".FunctionReporter"))))
        .should()
        .dependOnClassesThat(GOOGLE_CLIENTS)
        .check(CLASSES);
  }

  @Test
  void theNetworkIsReachedThroughHttpAlone() {
    NETWORK_RULE.check(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("forbiddenConnections")
  void aConnectionOpenedElsewhereIsFound(Class<?> type) {
    assertThat(NETWORK_RULE.evaluate(imported(type)).hasViolation()).isTrue();
  }

  private static Class<?>[] forbiddenConnections() {
    return Connections.class.getDeclaredClasses();
  }

  private static JavaClasses imported(Class<?> type) {
    return new ClassFileImporter().importClasses(type);
  }

  @Test
  void whatIsPureTouchesNoFilesAndNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".document..",
            ROOT + ".address..",
            ROOT + ".event..",
            ROOT + ".egress..",
            ROOT + ".policy..",
            ROOT + ".subject..")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".policy.PolicyCompiler")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".policy.PolicyFileSet")
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
  void onlyEntryPointsWireTheParts() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(CLASSES);
  }

  @Test
  void theFunctionIsTheOnlyPublicEntryPoint() {
    classes()
        .that()
        .resideInAPackage(ROOT)
        .and()
        .arePublic()
        .should()
        .haveSimpleName("AuditFunction")
        // The command line's way to the function's sinks.
        .orShould()
        .haveSimpleName("FunctionReporter")
        .check(CLASSES);
  }

  /** By another package, or by whoever uses the package's front: its signatures name it. */
  @Test
  void whatIsPublicIsNeededElsewhere() {
    Set<JavaClass> named =
        CLASSES.stream()
            .filter(ArchitectureTest::isPublic)
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(ArchitectureTest::signature)
            .collect(Collectors.toSet());

    assertThat(
            CLASSES.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(ArchitectureTest::isPublic)
                .filter(type -> !named.contains(type) && !isUsedElsewhere(type))
                .map(JavaClass::getFullName))
        .containsExactlyInAnyOrder(
            ROOT + ".AuditFunction",
            // The command line's.
            ROOT + ".FunctionReporter",
            ROOT + ".audit.EnvironmentFetcher",
            ROOT + ".audit.EnvironmentJudge",
            ROOT + ".policy.PackagedPolicies",
            ROOT + ".policy.PolicyFileNames",
            ROOT + ".policy.PolicySetLoader",
            ROOT + ".policy.remedy.Quoted",
            ROOT + ".subject.SubjectPatch",
            ROOT + ".subject.SubjectReader");
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
    STATIC_RULE.check(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("forbiddenStatics")
  void aStaticFieldThatCanChangeIsFound(Class<?> type) {
    assertThat(STATIC_RULE.evaluate(imported(type)).hasViolation()).isTrue();
  }

  private static Class<?>[] forbiddenStatics() {
    return StaticsThatChange.class.getDeclaredClasses();
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
