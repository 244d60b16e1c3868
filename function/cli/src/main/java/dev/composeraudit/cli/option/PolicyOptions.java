package dev.composeraudit.cli.option;

import dev.composeraudit.cli.files.PolicyFolder;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.document.Suggestion;
import dev.composeraudit.policy.PackagedPolicies;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.PolicySetLoader;
import dev.composeraudit.policy.result.PolicyInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which policies are in force, for the commands that judge or show them. */
public final class PolicyOptions {
  @Option(
      names = "--policies",
      paramLabel = "DIR",
      description = "the folder of policies, in place of those that come with the program")
  private @Nullable Path policies;

  @Option(
      names = "--bindings",
      paramLabel = "DIR",
      description = "the folder of bindings and exceptions, in place of those beside the policies")
  private @Nullable Path bindings;

  /**
   * Loads what the options name.
   *
   * @throws InvalidDocumentsException with every error of every file
   */
  public PolicySet load() throws IOException, InvalidDocumentsException {
    return load(policies, bindings);
  }

  /**
   * Loads policies, and bindings in place of those beside them.
   *
   * @param policies the folder; null = those that come with the program
   * @param bindings the folder; null = those beside the policies
   * @throws InvalidDocumentsException with every error of every file
   */
  public static PolicySet load(@Nullable Path policies, @Nullable Path bindings)
      throws IOException, InvalidDocumentsException {
    PolicySet set = set(policies, bindings);
    if (set.policies().isEmpty()) {
      throw new IOException("no policies in " + policies);
    }
    return set;
  }

  /** What to say where there is no policy of a name. */
  public static IOException noSuchPolicy(String name, List<String> known) {
    return new IOException(
        "there is no policy " + Excerpt.of(name) + Suggestion.question(name, known));
  }

  /** The names of all policies. */
  public static List<String> names(PolicySet set) {
    return set.policies().stream().map(PolicyInfo::name).toList();
  }

  private static PolicySet set(@Nullable Path policies, @Nullable Path bindings)
      throws IOException, InvalidDocumentsException {
    if (policies == null) {
      return bindings == null
          ? PackagedPolicies.load()
          : PackagedPolicies.loadWith(bindings(bindings));
    }
    PolicyFolder folder = PolicyFolder.read(policies);
    return bindings == null
        ? PolicySetLoader.load(folder.policies())
        : PolicySetLoader.load(folder.policies(), bindings(bindings));
  }

  private static List<SourceFile> bindings(Path folder)
      throws IOException, InvalidDocumentsException {
    List<SourceFile> files = PolicyFolder.read(folder).bindings();
    if (files.isEmpty()) {
      throw new IOException(folder + ": holds no bindings");
    }
    return files;
  }
}
