package dev.composeraudit.acceptance.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.ImageFolder;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.Run;
import dev.composeraudit.acceptance.deployment.Scenario;
import dev.composeraudit.acceptance.image.ImageCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What scripts/Dockerfile makes, without a container: the same folder, and the same command in it.
 */
final class ImageIT {
  private static final Scenario AGENT_ON = Scenario.ALL.get(1);

  @TempDir Path workspace;

  @Test
  void itRunsOnAPublicJreNotAsRootAndWithItsCache() throws Exception {
    assertThat(last("FROM")).matches("eclipse-temurin:[0-9]+-jre");
    assertThat(last("USER")).matches("[1-9][0-9]*:[1-9][0-9]*");
    List<String> entryPoint =
        JsonParser.parseString(last("ENTRYPOINT")).getAsJsonArray().asList().stream()
            .map(JsonElement::getAsString)
            .toList();

    ImageFolder image = ImageFolder.layOut(Layout.current(), workspace);
    assertThat(entryPoint)
        .containsExactly("java", "-XX:AOTCache=" + image.cache().getFileName(), "@java.args");
  }

  @Test
  void itAnswersAnEventOnThisJava() throws Exception {
    answers(Layout.java(), ImageFolder.layOut(Layout.current(), workspace));
  }

  @Test
  void itAnswersAnEventFromItsCacheOnTheJavaOfTheImage() throws Exception {
    Optional<Path> java25 = Layout.java25();
    assumeTrue(java25.isPresent(), "no JDK 25 is installed");

    ImageFolder image = ImageCommand.make(Layout.current(), workspace, java25.orElseThrow());

    answers(java25.orElseThrow(), image.requiringCache());
  }

  private static void answers(Path java, ImageFolder image) throws Exception {
    try (Deployment deployment =
        Deployment.start(
            DeploymentOptions.standard()
                .withJava(java)
                .withCreation(Duration.ofMillis(200))
                .withImage(image))) {
      Run run = new Run(deployment, deployment.findings("image-it"));
      run.create(AGENT_ON);
      run.await(List.of(AGENT_ON), Duration.ofSeconds(60), (scenario, it) -> {}, waiting -> {});
      assertThat(run.findings())
          .extracting(PublishedFinding::policy, PublishedFinding::verdict)
          .contains(tuple(Scenario.AGENT, PublishedFinding.Verdict.PASS));
    }
  }

  /** What the last line of the Dockerfile with an instruction says. */
  private static String last(String instruction) throws IOException {
    return Files.readAllLines(Layout.current().root().resolve("scripts/Dockerfile")).stream()
        .filter(line -> line.startsWith(instruction + " "))
        .map(line -> line.substring(instruction.length() + 1))
        .reduce("", (earlier, later) -> later);
  }
}
