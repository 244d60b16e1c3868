package dev.composeraudit.acceptance.deploy;

import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

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

  /** Those of composer-audit, which Google's APIs see. */
  static Set<String> ofTheFunction() throws IOException {
    return where(row -> !isOfClusters(row));
  }

  /** Those of composer-audit-clusters, which control planes see. */
  static Set<String> ofClusters() throws IOException {
    return where(Permissions::isOfClusters);
  }

  private static boolean isOfClusters(Row row) {
    return row.where().contains("clusters") || row.where().contains("composer-1");
  }

  private static Set<String> where(Predicate<Row> wanted) throws IOException {
    Set<String> permissions = new TreeSet<>();
    rows().stream().filter(wanted).forEach(row -> permissions.add(row.permission()));
    return permissions;
  }

  private static Path file() {
    return Layout.current().root().resolve("scripts/deploy.d/permissions");
  }
}
