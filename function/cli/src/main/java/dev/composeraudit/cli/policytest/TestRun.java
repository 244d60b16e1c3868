package dev.composeraudit.cli.policytest;

import dev.composeraudit.cli.files.PolicyFolder;
import dev.composeraudit.cli.option.PolicyOptions;
import dev.composeraudit.cli.policytest.PolicyTests.TestOutcome;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runs the tests beside policies, or those beside bindings and exceptions. */
public final class TestRun {
  private TestRun() {}

  /**
   * Runs the cases whose name is wanted: those of the bindings' folder where one is given.
   *
   * @param policies null = those that come with the program; then there must be bindings
   * @param bindings null = those beside the policies
   * @throws InvalidDocumentsException with every error of policies and tests
   */
  public static List<TestOutcome> of(
      @Nullable Path policies, @Nullable Path bindings, Predicate<String> wanted)
      throws IOException, InvalidDocumentsException {
    if (bindings == null) {
      Path folder = policies == null ? Path.of("policies") : policies;
      return PolicyTests.run(PolicyFolder.read(folder).files(), wanted);
    }
    List<SourceFile> tests = PolicyFolder.read(bindings).files();
    List<SourceFile> subjects = new ArrayList<>();
    if (policies != null) {
      subjects.addAll(PolicyFolder.read(policies).files());
    }
    return PolicyTests.run(PolicyOptions.load(policies, bindings), tests, subjects, wanted);
  }
}
