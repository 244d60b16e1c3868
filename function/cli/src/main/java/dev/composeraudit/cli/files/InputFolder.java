package dev.composeraudit.cli.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The documents that a name on the command line means: a file, or all of a folder. */
public final class InputFolder {
  private InputFolder() {}

  /**
   * The file itself; of a folder, the JSON and YAML files in it and below it, hidden ones left out.
   *
   * @throws IOException if there are none; the message is fit for the user
   */
  public static List<String> files(String name) throws IOException {
    Path folder = Path.of(name);
    if (name.equals(Inputs.STANDARD) || !Files.isDirectory(folder)) {
      return List.of(name);
    }
    List<String> files;
    try (Stream<Path> paths = Files.walk(folder)) {
      files =
          paths
              .filter(path -> isDocument(folder.relativize(path)))
              .filter(Files::isRegularFile)
              .sorted()
              .map(Path::toString)
              .toList();
    }
    if (files.isEmpty()) {
      throw new IOException(name + ": the folder holds no file *.json, *.yaml or *.yml");
    }
    return files;
  }

  private static boolean isDocument(Path relative) {
    String file = relative.toString();
    return !PolicyFolder.isHidden(relative)
        && (file.endsWith(".json") || file.endsWith(".yaml") || file.endsWith(".yml"));
  }
}
