package dev.composeraudit.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which files make a policy set: every YAML file below a folder, but no tests, no subjects of tests
 * and nothing hidden. This is the one definition; the build, the function and the command line use
 * it.
 */
public final class PolicyFileNames {
  private static final Set<String> TESTS = Set.of("tests.yaml", "tests.yml");
  private static final String SUBJECTS = "subjects";

  private PolicyFileNames() {}

  /**
   * Whether a file belongs to a policy set.
   *
   * @param path relative to the set's folder, with slashes
   */
  public static boolean isPartOfSet(String path) {
    return isYaml(path) && !isTests(path) && !isSubject(path);
  }

  /** Whether a file beside policies holds their tests: it is called {@code tests.yaml}. */
  public static boolean isTests(String path) {
    return TESTS.contains(path.substring(path.lastIndexOf('/') + 1));
  }

  /**
   * Whether a file beside policies is a subject of tests: it is below a folder {@code subjects}.
   */
  public static boolean isSubject(String path) {
    List<String> names = List.of(path.split("/"));
    return names.subList(0, names.size() - 1).contains(SUBJECTS);
  }

  private static boolean isYaml(String path) {
    return (path.endsWith(".yaml") || path.endsWith(".yml"))
        && Stream.of(path.split("/")).noneMatch(name -> name.startsWith("."));
  }
}
