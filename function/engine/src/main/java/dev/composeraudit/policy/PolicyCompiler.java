package dev.composeraudit.policy;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks the policies of a folder and writes them, checked, for the jar. Run by the build, with the
 * folder and the file to write.
 */
final class PolicyCompiler {
  private PolicyCompiler() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    List<SourceFile> files = files(folder);
    try (OutputStream out = Files.newOutputStream(Path.of(args[1]))) {
      PolicySetLoader loader = new PolicySetLoader(files);
      PackagedPolicies.write(files, loader.check(), out);
      // The set as a whole must load too: bindings and exceptions name what there is.
      PolicySetLoader.load(files);
    } catch (InvalidDocumentsException mistakes) {
      throw new IllegalArgumentException("\n" + mistakes.getMessage(), mistakes);
    }
  }

  /** The files that make the set: tests and subjects stay out of it. */
  private static List<SourceFile> files(Path folder) throws IOException {
    List<SourceFile> files = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted().toList()) {
        String relative = folder.relativize(path).toString().replace('\\', '/');
        if (relative.endsWith("/policy.yaml")
            || relative.equals("bindings.yaml")
            || relative.equals("exceptions.yaml")) {
          files.add(new SourceFile(relative, Files.readString(path)));
        }
      }
    }
    return files;
  }
}
