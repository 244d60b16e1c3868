package dev.composeraudit.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.cloud.ScriptRun;
import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scripts build before they run or deploy it, with a Maven that only notes its arguments. */
final class DeployBuildTest {
  private static final String JAR = "function/auditor/target/function/function.jar";
  private static final List<String> SCRIPTS =
      List.of("lib.sh", "deploy.d/function.sh", "deploy.d/limits");
  private static final List<String> SOURCES =
      List.of(
          "pom.xml",
          "function/auditor/pom.xml",
          "function/auditor/src/main/java/AuditFunction.java",
          "function/engine/src/main/java/PolicySet.java",
          "function/auditor/src/test/java/AuditFunctionTest.java",
          "policies/README.md",
          "policies/bindings.yaml",
          "policies/one/policy.yaml",
          "policies/one/tests.yaml");
  private static final Instant BUILT = Instant.parse("2026-01-01T12:00:00Z");

  private static final String MAVEN =
      """
      #!/bin/bash
      echo "$@" >> ../mvn.log
      """;
  private static final String SOURCE =
      """
      set -euo pipefail
      root=$1 release=${2:-} policies='' added_policies='' bindings_dir='' image=''
      source "$root/scripts/lib.sh"
      source "$root/scripts/deploy.d/function.sh"
      wrong() { die "$1"; }
      """;
  private static final String BUILD = SOURCE + "build_current " + JAR;
  private static final String DEPLOY = SOURCE + "build; stage; echo \"$staged\"";
  private static final String DEPLOYED =
      "-q -B -Dstyle.color=never -Dquick -DskipTests -pl function/auditor -am clean package";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "pom.xml, true",
    "function/auditor/pom.xml, true",
    "function/auditor/src/main/java/AuditFunction.java, true",
    "function/engine/src/main/java/PolicySet.java, true",
    "policies/bindings.yaml, true",
    "policies/one/policy.yaml, true",
    // What the jar does not hold.
    "function/auditor/src/test/java/AuditFunctionTest.java, false",
    "policies/one/tests.yaml, false",
    "policies/README.md, false",
    // As git leaves a folder out of which it has taken a file.
    "policies, true"
  })
  void whatHasChangedSinceTheLastBuildIsBuilt(String changed, boolean built) throws Exception {
    Path root = checkout();
    assertThat(mavenRuns(root)).as("nothing has changed").isEmpty();

    date(root.resolve(changed), BUILT.plusSeconds(1));
    List<String> runs = mavenRuns(root);
    assertThat(runs)
        .isEqualTo(
            built ? List.of("-q -B -Dstyle.color=never -Dquick -DskipTests package") : List.of());
    assertThat(mavenRuns(root)).as("once is enough").isEqualTo(runs);
  }

  /** A jar that lies in target/, however new, is not what ships. */
  @Test
  void whatIsDeployedIsBuiltByTheRunThatDeploysIt() throws Exception {
    Path root = checkout();
    date(root.resolve(JAR), Instant.parse("2099-01-01T00:00:00Z"));

    assertThat(mavenRuns(root, DEPLOY, "")).containsExactly(DEPLOYED);
    assertThat(mavenRuns(root, DEPLOY, "")).containsExactly(DEPLOYED, DEPLOYED);
  }

  @Test
  void orAReleaseThatWasBuiltElsewhere() throws Exception {
    Path root = checkout();
    Path release = Files.createDirectories(folder.resolve("a release"));
    assertThat(run(root, DEPLOY, release.toString()).errors()).contains("has no function.jar");

    create(release.resolve("function.jar"));
    Files.createDirectories(release.resolve("lib"));
    ScriptRun run = run(root, DEPLOY, release.toString());

    assertThat(run.output().strip()).isEqualTo(release.toRealPath().toString());
    assertThat(folder.resolve("mvn.log")).doesNotExist();
  }

  /** A path with a space in it, where everything was built after it was last changed. */
  private Path checkout() throws IOException {
    Path root = Files.createDirectories(folder.resolve("a checkout"));
    for (String script : SCRIPTS) {
      Path copy = create(root.resolve("scripts").resolve(script));
      Files.write(
          copy, Files.readAllBytes(Layout.current().root().resolve("scripts").resolve(script)));
    }
    for (String source : SOURCES) {
      create(root.resolve(source));
    }
    create(root.resolve(JAR));
    try (var paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        date(path, path.endsWith(JAR) ? BUILT : BUILT.minusSeconds(60));
      }
    }
    return root;
  }

  private List<String> mavenRuns(Path root) throws Exception {
    return mavenRuns(root, BUILD, "");
  }

  private List<String> mavenRuns(Path root, String script, String release) throws Exception {
    ScriptRun run = run(root, script, release);
    assertThat(run.exit()).as(run.errors()).isZero();
    Path log = folder.resolve("mvn.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  private ScriptRun run(Path root, String script, String release) throws Exception {
    Path mvn = create(folder.resolve("bin/mvn"));
    Files.writeString(mvn, MAVEN);
    Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwx------"));
    return ScriptRun.of(
        List.of("bash", "-c", script, "build", root.toString(), release),
        Map.of("PATH", mvn.getParent() + ":" + System.getenv("PATH")));
  }

  private static Path create(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }

  private static void date(Path path, Instant time) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(time));
  }
}
