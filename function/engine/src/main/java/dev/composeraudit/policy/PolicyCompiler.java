package dev.composeraudit.policy;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks the policies of a folder and writes them, checked, for the jar. Run by the build, with the
 * folder and the file to write.
 */
final class PolicyCompiler {
  private PolicyCompiler() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    List<SourceFile> files = PolicyFileSet.read(folder);
    try (OutputStream out = Files.newOutputStream(Path.of(args[1]))) {
      PolicySetLoader loader = new PolicySetLoader(files);
      PackagedPolicies.write(files, loader.check(), out);
      // The set as a whole must load too: bindings and exceptions name what there is.
      PolicySetLoader.load(files);
    } catch (InvalidDocumentsException invalid) {
      throw new IllegalArgumentException("\n" + invalid.getMessage(), invalid);
    }
  }
}
