package dev.composeraudit.policy;

import dev.composeraudit.document.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads the YAML files of a folder, as a command line would. */
public final class TestPolicyFolder {
  /** The policies of this repository. */
  public static final Path SHIPPED = Path.of("../../policies");

  private TestPolicyFolder() {}

  public static List<SourceFile> shipped() {
    return read(SHIPPED);
  }

  /** All YAML files below a folder, their paths relative to it. */
  static List<SourceFile> read(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<SourceFile> files = new ArrayList<>();
      for (Path path : paths.filter(it -> it.toString().endsWith(".yaml")).sorted().toList()) {
        files.add(new SourceFile(folder.relativize(path).toString(), Files.readString(path)));
      }
      return files;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public static SourceFile file(Path folder, String name) {
    try {
      return new SourceFile(name, Files.readString(folder.resolve(name)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
