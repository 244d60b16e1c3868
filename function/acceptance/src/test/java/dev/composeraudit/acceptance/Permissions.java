package dev.composeraudit.acceptance;

import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The table of permissions that deployments grant, {@code scripts/deploy.d/permissions}. */
final class Permissions {
  private Permissions() {}

  /**
   * A line of the table.
   *
   * @param where it is granted: {@code reader}, {@code host}, …
   */
  record Row(String permission, Set<String> where, String what) {}

  static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file())) {
      if (!line.startsWith("#")) {
        String[] columns = line.split("\t", -1);
        rows.add(new Row(columns[0], Set.of(columns[1].split(",", -1)), columns[2]));
      }
    }
    return rows;
  }

  static Set<String> all() throws IOException {
    Set<String> permissions = new TreeSet<>();
    rows().forEach(row -> permissions.add(row.permission()));
    return permissions;
  }

  private static Path file() {
    return Layout.current().root().resolve("scripts/deploy.d/permissions");
  }
}
