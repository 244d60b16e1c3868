package dev.composeraudit.cli.input.terraform;

import dev.composeraudit.cli.input.document.InputDocuments;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Position;
import dev.composeraudit.document.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the line of a resource in the Terraform files beside a plan, if they exist. */
final class TerraformSources {
  private static final int MAX_FILES = 500;
  private static final int MAX_BYTES = 2 * 1024 * 1024;
  private static final Pattern RESOURCE =
      Pattern.compile(
          "^[ \\t]*resource[ \\t]+\"?"
              + TerraformConfiguration.TYPE
              + "\"?[ \\t]+\"?([\\w-]+)\"?[ \\t]*\\{",
          Pattern.MULTILINE);

  private final String plan;
  private final TerraformConfiguration configuration;
  private final Map<Path, Map<String, Found>> folders = new HashMap<>();

  TerraformSources(String plan, TerraformConfiguration configuration) {
    this.plan = plan;
    this.configuration = configuration;
  }

  /** Where a resource is written. */
  record Found(String file, int line) {}

  /** The place of the resource; null if it is not found, or the plan is standard input. */
  @Nullable Found find(TerraformAddress address) {
    Path folder = folder(address.modules());
    return folder == null
        ? null
        : folders.computeIfAbsent(folder, TerraformSources::read).get(address.name());
  }

  /** The folder of a module; null if the module is not in a folder beside the plan. */
  private @Nullable Path folder(List<String> modules) {
    if (plan.equals("-")) {
      return null;
    }
    try {
      Path folder = Path.of(plan).resolveSibling("");
      for (String source : configuration.sources(modules)) {
        if (!source.startsWith("./") && !source.startsWith("../")) {
          return null;
        }
        folder = folder.resolve(source).normalize();
      }
      return folder;
    } catch (InvalidPathException malformed) {
      return null;
    }
  }

  private static Map<String, Found> read(Path folder) {
    Map<String, Found> found = new HashMap<>();
    for (Path file : files(folder)) {
      try {
        if (Files.size(file) <= MAX_BYTES) {
          read(file, new String(Files.readAllBytes(file), StandardCharsets.UTF_8), found);
        }
      } catch (IOException unreadable) {
        // The place in the plan is reported instead.
      }
    }
    return found;
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    Path listed = folder.toString().isEmpty() ? Path.of(".") : folder;
    if (!Files.isDirectory(listed)) {
      return files;
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(listed, "*.{tf,tf.json}")) {
      for (Path file : stream) {
        if (files.size() < MAX_FILES && Files.isRegularFile(file)) {
          files.add(folder.resolve(file.getFileName()));
        }
      }
    } catch (IOException unreadable) {
      files.clear();
    }
    Collections.sort(files);
    return files;
  }

  private static void read(Path file, String text, Map<String, Found> found) {
    if (file.toString().endsWith(".json")) {
      readJson(new SourceFile(file.toString(), text), found);
      return;
    }
    Matcher matcher = RESOURCE.matcher(text);
    while (matcher.find()) {
      int line =
          1 + (int) text.substring(0, matcher.start()).chars().filter(c -> c == '\n').count();
      found.putIfAbsent(matcher.group(1), new Found(file.toString(), line));
    }
  }

  private static void readJson(SourceFile file, Map<String, Found> found) {
    String above = "$.resource." + TerraformConfiguration.TYPE + ".";
    try {
      for (Document document : InputDocuments.read(file)) {
        for (Map.Entry<String, Position> each : document.places().entrySet()) {
          String path = each.getKey();
          if (path.startsWith(above)
              && path.endsWith("#key")
              && path.indexOf('.', above.length()) < 0) {
            String name = path.substring(above.length(), path.length() - "#key".length());
            found.putIfAbsent(name, new Found(file.path(), each.getValue().line()));
          }
        }
      }
    } catch (InvalidDocumentsException malformed) {
      // The place in the plan is reported instead.
    }
  }
}
