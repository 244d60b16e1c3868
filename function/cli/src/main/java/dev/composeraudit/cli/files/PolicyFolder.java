package dev.composeraudit.cli.files;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.PolicyFileNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A folder of policies, bindings, exceptions, tests and the subjects that they start from. */
public final class PolicyFolder {
  private final Path root;
  private final List<SourceFile> files;

  private PolicyFolder(Path root, List<SourceFile> files) {
    this.root = root;
    this.files = List.copyOf(files);
  }

  /**
   * Reads all YAML files of a folder and those below it, hidden ones left out.
   *
   * @throws IOException if the folder or a file can't be read; the message is fit for the user
   * @throws InvalidDocumentsException if a file is not UTF-8
   */
  public static PolicyFolder read(Path named) throws IOException, InvalidDocumentsException {
    // Tests name subjects by paths relative to their own, which are looked up normalized.
    Path folder = named.normalize();
    if (!Files.isDirectory(named)) {
      throw new IOException(
          named
              + (Files.exists(named)
                  ? ": is a file; give the folder that it is in"
                  : ": no such folder"));
    }
    Inputs inputs = new Inputs(InputStream.nullInputStream());
    List<SourceFile> files = new ArrayList<>();
    List<Issue> issues = new ArrayList<>();
    for (Path path : yaml(folder)) {
      try {
        files.add(inputs.read(path.toString()));
      } catch (InvalidDocumentsException malformed) {
        issues.addAll(malformed.issues());
      }
    }
    if (!issues.isEmpty()) {
      throw new InvalidDocumentsException(issues);
    }
    return new PolicyFolder(folder, files);
  }

  private static List<Path> yaml(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> !isHidden(folder.relativize(path)))
          .filter(path -> path.toString().endsWith(".yaml") || path.toString().endsWith(".yml"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /** Whether the file or a folder that it is in begins with a dot. */
  static boolean isHidden(Path relative) {
    for (Path name : relative) {
      if (name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  /** All of them. */
  public List<SourceFile> files() {
    return files;
  }

  /** Those that make a policy set: without tests and subjects. */
  public List<SourceFile> policies() {
    return files.stream().filter(file -> PolicyFileNames.isPartOfSet(relative(file))).toList();
  }

  /** Those in the folder itself: bindings and exceptions are read from there only. */
  public List<SourceFile> bindings() {
    return policies().stream().filter(file -> !relative(file).contains("/")).toList();
  }

  private String relative(SourceFile file) {
    return root.relativize(Path.of(file.path())).toString().replace('\\', '/');
  }
}
