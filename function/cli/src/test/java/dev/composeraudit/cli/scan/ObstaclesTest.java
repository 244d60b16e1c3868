package dev.composeraudit.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.subject.EnvironmentName;
import org.junit.jupiter.api.Test;

/** How environments that could not be read are reported. */
final class ObstaclesTest {
  private final Obstacles obstacles = new Obstacles();

  @Test
  void thoseOfAProjectWithTheSameObstacleAreToldTogether() {
    for (int i = 1; i <= 5; i++) {
      EnvironmentName name = name("project-a", "env-" + i);
      obstacles.add(
          name, "reading environment " + name + ": permission denied (grant roles/composer.user)");
    }
    assertThat(obstacles.missing())
        .containsExactly(
            new Missing(
                "5 environments of projects/project-a (us-central1/env-1, us-central1/env-2,"
                    + " us-central1/env-3, …)",
                "reading environment projects/project-a/locations/us-central1/environments/env-1:"
                    + " permission denied",
                "grant roles/composer.user"));
  }

  @Test
  void otherProjectsAndOtherObstaclesAreToldApart() {
    obstacles.add(name("project-a", "env-1"), "UNAVAILABLE");
    obstacles.add(name("project-a", "env-2"), "DEADLINE_EXCEEDED");
    obstacles.add(name("project-b", "env-1"), "UNAVAILABLE");
    assertThat(obstacles.missing())
        .extracting(Missing::what)
        .containsExactlyInAnyOrder(
            name("project-a", "env-1").toString(),
            name("project-a", "env-2").toString(),
            name("project-b", "env-1").toString());
    assertThat(obstacles.missing()).extracting(Missing::help).containsOnly("try again later");
  }

  private static EnvironmentName name(String project, String environment) {
    return new EnvironmentName(project, "us-central1", environment);
  }
}
