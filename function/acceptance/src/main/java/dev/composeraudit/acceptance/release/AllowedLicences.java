package dev.composeraudit.acceptance.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The licences under which a library may ship.
 *
 * @param names as bills of materials state them
 */
record AllowedLicences(Set<String> names) {
  AllowedLicences {
    names = Set.copyOf(names);
  }

  /** Of a file with a licence a line, a tab, and why it is allowed. Lines with # are comments. */
  static AllowedLicences read(Path file) throws IOException {
    Set<String> names = new HashSet<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        names.add(line.split("\t", 2)[0].strip());
      }
    }
    return new AllowedLicences(names);
  }

  /** Whether all licences that a component states are allowed, and it states one. */
  boolean allows(Component component) {
    List<String> stated = component.licences();
    return !stated.isEmpty() && names.containsAll(stated);
  }
}
