package dev.composeraudit.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Dockerfile whose first stage builds the checkout in {@code /src}, and whose last is what runs:
 * as much of the form as ours uses.
 *
 * @param copies from where in {@code /src} to where in the working directory
 * @param user who it runs as
 */
record ImageFile(String base, List<Copy> copies, String user, List<String> command) {
  private static final String BUILT = "--from=build /src/";

  /** What is taken from the stage that builds. */
  record Copy(String from, String to) {}

  static ImageFile read(Path file) throws IOException {
    String base = "";
    String user = "";
    List<Copy> copies = new ArrayList<>();
    List<String> command = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String rest = line.substring(line.indexOf(' ') + 1);
      switch (line.split(" ", 2)[0]) {
        case "FROM" -> base = rest;
        case "USER" -> user = rest;
        case "COPY" -> {
          if (rest.startsWith(BUILT)) {
            String[] words = rest.substring(BUILT.length()).split(" ", -1);
            copies.add(new Copy(words[0], words[1]));
          }
        }
        case "ENTRYPOINT" -> {
          JsonArray words = JsonParser.parseString(rest).getAsJsonArray();
          words.asList().stream().map(JsonElement::getAsString).forEach(command::add);
        }
        default -> {}
      }
    }
    return new ImageFile(base, copies, user, command);
  }

  /** Lays out the working directory, from what a build has left in a checkout. */
  void layOut(Path root, Path workspace) throws IOException {
    for (Copy copy : copies) {
      Path from = root.resolve(copy.from());
      Path to = workspace.resolve(copy.to()).normalize();
      if (Files.isDirectory(from)) {
        copyFolder(from, to);
      } else {
        Files.copy(from, to.resolve(from.getFileName().toString()));
      }
    }
  }

  private static void copyFolder(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        Files.createDirectories(target.getParent());
        Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
