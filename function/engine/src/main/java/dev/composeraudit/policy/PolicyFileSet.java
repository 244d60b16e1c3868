package dev.composeraudit.policy;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the policies in force come from: the jar, a folder that replaces it, or both. */
public final class PolicyFileSet {
  /** Beside policies, but no part of them. */
  private static final Set<String> TESTING = Set.of("tests.yaml", "subjects");

  private static final Set<String> BINDINGS = Set.of("bindings.yaml", "exceptions.yaml");

  private PolicyFileSet() {}

  /**
   * Loads the policies.
   *
   * @param policies a folder in place of the jar's policies, bindings and exceptions; null = none
   * @param bindings a folder in place of bindings and exceptions, wherever the policies come from;
   *     null = none
   * @throws InvalidDocumentsException with every mistake of every file
   * @throws IOException if a folder can't be read, or holds nothing of what it is for
   */
  public static PolicySet load(@Nullable Path policies, @Nullable Path bindings)
      throws InvalidDocumentsException, IOException {
    if (policies == null) {
      return bindings == null
          ? PackagedPolicies.load()
          : PackagedPolicies.loadWith(notNone("BINDINGS", bindings, files(bindings, 1)));
    }
    List<SourceFile> files =
        new ArrayList<>(notNone("POLICIES", policies, files(policies, Integer.MAX_VALUE)));
    if (bindings != null) {
      files.removeIf(file -> BINDINGS.contains(file.path()));
      files.addAll(notNone("BINDINGS", bindings, files(bindings, 1)));
    }
    return PolicySetLoader.load(files);
  }

  /** Whether a file beside policies holds their tests: it is called {@code tests.yaml}. */
  public static boolean isTests(SourceFile file) {
    return file.path().endsWith("tests.yaml");
  }

  /** Whether a file beside policies is a subject of tests: it is in a folder {@code subjects}. */
  public static boolean isSubject(SourceFile file) {
    Path folder = Path.of(file.path()).getParent();
    return folder != null && folder.endsWith("subjects");
  }

  private static List<SourceFile> notNone(String setting, Path folder, List<SourceFile> found)
      throws IOException {
    if (found.isEmpty()) {
      throw new IOException("%s: nothing to read in %s".formatted(setting, folder));
    }
    return found;
  }

  private static List<SourceFile> files(Path folder, int depth) throws IOException {
    List<SourceFile> files = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(folder, depth)) {
      for (Path path : paths.sorted().toList()) {
        Path relative = folder.relativize(path);
        if (Files.isRegularFile(path) && isOfPolicies(relative)) {
          files.add(new SourceFile(relative.toString().replace('\\', '/'), read(path)));
        }
      }
    }
    return files;
  }

  private static boolean isOfPolicies(Path relative) {
    String name = relative.getFileName().toString();
    return (name.endsWith(".yaml") || name.endsWith(".yml"))
        && !name.startsWith(".")
        && !TESTING.contains(name)
        && !TESTING.contains(relative.getName(0).toString());
  }

  private static String read(Path path) throws IOException {
    try {
      return Files.readString(path);
    } catch (CharacterCodingException malformed) {
      throw new IOException(path + ": not UTF-8", malformed);
    }
  }
}
