package dev.composeraudit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.composeraudit.acceptance.deployment.AuditEntry;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.EventSender;
import dev.composeraudit.acceptance.deployment.Finding;
import dev.composeraudit.acceptance.deployment.FindingsFeed;
import dev.composeraudit.acceptance.deployment.FunctionProcess;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.LocalSandbox;
import dev.composeraudit.acceptance.deployment.ManagedProcess;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What scripts/Dockerfile makes, without a container: the same files in a folder, and the same
 * command in it.
 */
final class ImageIT {
  private static final String ENVIRONMENT = "in-an-image";

  @TempDir static Path workspace;
  private static LocalSandbox sandbox;
  private static ImageFile image;

  @BeforeAll
  static void layOut() throws Exception {
    Path root = Layout.current().root();
    image = ImageFile.read(root.resolve("scripts/Dockerfile"));
    image.layOut(root, workspace);
    sandbox =
        LocalSandbox.start(DeploymentOptions.standard().withCreation(Duration.ofMillis(200)));
    new TestEnvironments(sandbox.uri()).create(ENVIRONMENT);
  }

  @AfterAll
  static void remove() {
    sandbox.close();
  }

  @Test
  void itRunsOnAPublicJreAndNotAsRoot() {
    assertThat(image.base()).matches("eclipse-temurin:[0-9]+-jre");
    assertThat(image.user()).matches("[1-9][0-9]*:[1-9][0-9]*");
    assertThat(image.command().get(0)).isEqualTo("java");
    assertThat(workspace).isDirectoryContaining("glob:**/java-function-invoker.jar");
  }

  @Test
  void itAnswersAnEventOnThisJava() throws Exception {
    answers(Layout.java());
  }

  @Test
  void itAnswersAnEventOnTheJavaOfTheImage() throws Exception {
    Optional<Path> java25 = Layout.java25();
    assumeTrue(java25.isPresent(), "no JDK 25 is installed");
    answers(java25.orElseThrow());
  }

  private static void answers(Path java) throws Exception {
    List<String> command = new ArrayList<>(image.command());
    command.set(0, java.toString());
    int port = FunctionProcess.freePort();
    URI uri = URI.create("http://127.0.0.1:" + port);
    Map<String, String> settings =
        new HashMap<>(
            FunctionProcess.settings(
                sandbox.uri(),
                sandbox.pubsub(),
                Files.createTempDirectory("bindings")));
    settings.put("PORT", Integer.toString(port));
    settings.put("K_SERVICE", "composer-audit");
    FindingsFeed findings = sandbox.findings("image-it-" + port);
    try (ManagedProcess function = ManagedProcess.start("image", command, workspace, settings)) {
      FunctionProcess.awaitAnswer(function, uri);
      String entry =
          new AuditEntry(
                  TestEnvironments.resource(ENVIRONMENT), true, "image-" + port, Instant.now())
              .json()
              .toString();
      assertThat(new EventSender(uri).send("image-" + port, entry))
          .as(String.join("\n", function.lines()))
          .isTrue();
      assertThat(findings.pull())
          .extracting(Finding::policy, Finding::verdict)
          .contains(org.assertj.core.groups.Tuple.tuple(Scenario.AGENT, Finding.Verdict.PASS));
    }
  }
}
