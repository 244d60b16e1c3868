package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a person reads, held by a file beside the tests; {@code -Dgolden=refresh} writes the files
 * anew.
 */
public final class Golden {
  /** Whether goldens are to be written anew. */
  static final boolean REFRESH = "refresh".equals(System.getProperty("golden"));

  private static final Path FOLDER = Path.of("src/test/resources/policy");

  private Golden() {}

  /** Where the inputs and goldens of a test stand. */
  static Path folder(String name) {
    return FOLDER.resolve(name);
  }

  public static void check(String name, String actual) {
    Path file = FOLDER.resolve(name);
    String text = actual.endsWith("\n") ? actual : actual + "\n";
    try {
      if (REFRESH) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
      assertThat(text).as(name).isEqualTo(Files.readString(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
