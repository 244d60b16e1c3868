package dev.composeraudit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that people or dashboards read, held by files. {@code -Dgolden=refresh} writes them anew;
 * what then changes is to be read before it is committed.
 */
public final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/findings");

  private Golden() {}

  public static void assertEqual(String name, String actual) throws IOException {
    Path file = FOLDER.resolve(name);
    if ("refresh".equals(System.getProperty("golden"))) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, actual);
    }
    assertThat(actual).as(file.toString()).isEqualTo(Files.readString(file));
  }
}
