package dev.composeraudit.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.cloud.RecordedCall;
import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The roles that scripts/README.md asks of whoever deploys, held against the calls that were made.
 */
final class DeployerRoles {
  private static final Path PERMISSIONS =
      Path.of("src/test/resources/deploy/deployer-permissions.txt");

  private DeployerRoles() {}

  /** Where a call goes to, and how the README's table calls the place. */
  private enum Place {
    SOURCE("a source of Security Command Center", "/sources/"),
    ORGANIZATION("the organization", "/organizations/"),
    FOLDER("a folder", "/folders/"),
    HOST("a host project", "/host-project"),
    PROJECT("a project", "/data-project");

    private final String row;
    private final String segment;

    Place(String row, String segment) {
      this.row = row;
      this.segment = segment;
    }

    /** Empty in the function's own project, where an owner may do all of it. */
    static Optional<Place> of(RecordedCall call) {
      return Stream.of(values()).filter(place -> call.path().contains(place.segment)).findFirst();
    }
  }

  /** Whether the README names, for where each call goes to, a role that has its permission. */
  static void suffice(List<RecordedCall> calls) throws IOException {
    Map<String, String> roles = new HashMap<>();
    for (String line : Files.readAllLines(PERMISSIONS)) {
      if (!line.startsWith("#")) {
        String[] columns = line.split(" \\| ", -1);
        roles.put(columns[0], columns[2]);
      }
    }
    String readme = Files.readString(Layout.current().root().resolve("scripts/README.md"));
    for (RecordedCall call : calls) {
      Optional<Place> place = Place.of(call);
      if (place.isPresent()) {
        assertThat(roles).as("deployer-permissions.txt").containsKey(call.kind());
        String role = roles.getOrDefault(call.kind(), "");
        assertThat(readme.lines().filter(line -> line.startsWith("| " + place.get().row)))
            .as("scripts/README.md names %s at %s", role, place.get().row)
            .anyMatch(line -> line.contains("`" + role + "`"));
      }
    }
  }
}
