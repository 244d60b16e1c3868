package dev.composeraudit.acceptance.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the jars are that are started here, below the root of a checkout or of a release. */
public record Layout(Path root) {
  /** The version of the functions invoker that is tried where a test does not name another. */
  public static final String INVOKER = "2.0.0";

  /**
   * The checkout or release that the system property {@code composer-audit.root} names; else this
   * folder.
   */
  public static Layout current() {
    return new Layout(
        Path.of(System.getProperty("composer-audit.root", "")).toAbsolutePath().normalize());
  }

  public Path functionJar() {
    return built("function/auditor/target/function/function.jar");
  }

  /** The invoker that an image has beside the function. */
  Path imageInvoker() {
    return built("function/auditor/target/image");
  }

  /** The arguments of {@code java} in an image. */
  Path imageArguments() {
    return built("function/auditor/src/main/image");
  }

  /** The command {@code composer-audit}, with these arguments. */
  public List<String> commandLine(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(java().toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("-jar");
    command.add(built("function/cli/target/composer-audit/composer-audit.jar").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  public Path sandboxJar() {
    return built("function/sandbox/target/sandbox/sandbox.jar");
  }

  /** Where the function that does nothing is packaged. */
  public Path benchmarksJar() {
    return built("function/benchmarks/target/benchmarks.jar");
  }

  public Path invoker(String version) {
    return built(
        "function/acceptance/target/acceptance/invokers/java-function-invoker-" + version + ".jar");
  }

  /** The Java of this process. */
  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** A JDK 25 that is installed beside the one in use; empty if there is none. */
  public static Optional<Path> java25() throws IOException {
    Path homes = Path.of(System.getProperty("java.home")).toRealPath().getParent();
    try (Stream<Path> installed = homes == null ? Stream.empty() : Files.list(homes)) {
      return installed
          .filter(home -> home.getFileName().toString().contains("25"))
          .map(home -> home.resolve("bin/java"))
          .filter(Files::isExecutable)
          .sorted()
          .findFirst();
    }
  }

  /** A program on the PATH; empty if it is not installed. */
  public static Optional<Path> program(String name) {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A release has the same jars in one folder. */
  private Path built(String relative) {
    Path release = root.resolve("jars");
    Path path =
        Files.isDirectory(release)
            ? release.resolve(Path.of(relative).getFileName())
            : root.resolve(relative);
    if (!Files.exists(path)) {
      throw new IllegalStateException(path + " is missing: run mvn -Dquick -DskipTests package");
    }
    return path;
  }
}
