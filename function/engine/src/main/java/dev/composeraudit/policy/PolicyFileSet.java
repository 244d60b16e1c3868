package dev.composeraudit.policy;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the files that make a policy set from folders, and loads them. */
public final class PolicyFileSet {
  private PolicyFileSet() {}

  /**
   * Loads the policies.
   *
   * @param policies a folder in place of the jar's policies, bindings and exceptions; null = none
   * @param bindings a folder in place of all bindings and exceptions, wherever the policies come
   *     from; null = none
   * @throws InvalidDocumentsException with every error of every file
   * @throws IOException if a folder can't be read, or has no files of the right kind
   */
  public static PolicySet load(@Nullable Path policies, @Nullable Path bindings)
      throws InvalidDocumentsException, IOException {
    if (policies == null) {
      return bindings == null
          ? PackagedPolicies.load()
          : PackagedPolicies.loadWith(notNone("BINDINGS", bindings, read(bindings, 1)));
    }
    List<SourceFile> files = notNone("POLICIES", policies, read(policies));
    return bindings == null
        ? PolicySetLoader.load(files)
        : PolicySetLoader.load(files, notNone("BINDINGS", bindings, read(bindings, 1)));
  }

  /**
   * Loads the policies under bindings and exceptions that do not come from a folder.
   *
   * @param policies a folder in place of the jar's policies; null = none
   * @throws InvalidDocumentsException with every error of every file
   * @throws IOException if the folder can't be read, or holds no policy
   */
  public static PolicySet loadWith(@Nullable Path policies, List<SourceFile> bindings)
      throws InvalidDocumentsException, IOException {
    return policies == null
        ? PackagedPolicies.loadWith(bindings)
        : PolicySetLoader.load(notNone("POLICIES", policies, read(policies)), bindings);
  }

  /**
   * Reads the files below a folder, in the order of their paths, which are relative to it.
   *
   * @throws IOException if a file can't be read or is not UTF-8
   */
  static List<SourceFile> read(Path folder) throws IOException {
    return read(folder, Integer.MAX_VALUE);
  }

  private static List<SourceFile> read(Path folder, int depth) throws IOException {
    List<SourceFile> files = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(folder, depth)) {
      for (Path path : paths.sorted().toList()) {
        String relative = folder.relativize(path).toString().replace('\\', '/');
        if (PolicyFileNames.isPartOfSet(relative) && Files.isRegularFile(path)) {
          files.add(new SourceFile(relative, text(path)));
        }
      }
    }
    return files;
  }

  private static List<SourceFile> notNone(String setting, Path folder, List<SourceFile> found)
      throws IOException {
    if (found.isEmpty()) {
      throw new IOException("%s: nothing to read in %s".formatted(setting, folder));
    }
    return found;
  }

  private static String text(Path path) throws IOException {
    try {
      return Files.readString(path);
    } catch (CharacterCodingException malformed) {
      throw new IOException(path + ": not UTF-8", malformed);
    }
  }
}
