package dev.composeraudit.acceptance.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The working directory of the image that {@code scripts/Dockerfile} describes: the function's
 * jars, the invoker, the arguments of {@code java} and, once it has been trained, the AOT cache.
 *
 * @param path the folder
 * @param options of the JVM, before those in {@code java.args}
 */
public record ImageFolder(Path path, List<String> options) {
  /** Classes already parsed and linked, as JDK 25 reads them from one file. */
  private static final String CACHE = "function.aot";

  private static final String RECORDED = "function.aotconf";
  private static final Duration WRITING = Duration.ofMinutes(5);

  /** What {@code java} is started with; the image's entry point names the same file. */
  private static final String ARGUMENTS = "java.args";

  public ImageFolder(Path path) {
    this(path, List.of());
  }

  /** Copies what a build has left in the checkout into a folder, which may be there already. */
  public static ImageFolder layOut(Layout layout, Path folder) throws IOException {
    copy(layout.functionJar().resolveSibling(""), folder);
    copy(layout.imageInvoker(), folder);
    copy(layout.imageArguments(), folder);
    return new ImageFolder(folder);
  }

  /** The same folder, started so that the JVM records which classes it needs. */
  public ImageFolder recording() {
    return new ImageFolder(path, List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + RECORDED));
  }

  /**
   * Writes the cache from what has been recorded.
   *
   * @throws IllegalStateException with what the JVM says, if it can't
   */
  public void writeCache(Path java) throws IOException, InterruptedException {
    ImageFolder writing =
        new ImageFolder(
            path,
            List.of(
                "-XX:AOTMode=create", "-XX:AOTConfiguration=" + RECORDED, "-XX:AOTCache=" + CACHE));
    try (ManagedProcess process =
        ManagedProcess.start("cache", writing.command(java), path, Map.of())) {
      if (process.awaitExit(WRITING) != 0 || !Files.exists(cache())) {
        throw new IllegalStateException(
            java
                + " wrote no AOT cache, which takes version 25 or newer:\n"
                + String.join("\n", process.lines()));
      }
    }
    Files.delete(path.resolve(RECORDED));
  }

  /**
   * The same folder, started as the image is, except that a cache that does not fit is an error.
   */
  public ImageFolder requiringCache() {
    return new ImageFolder(path, List.of("-XX:AOTCache=" + CACHE, "-XX:AOTMode=on"));
  }

  public Path cache() {
    return path.resolve(CACHE);
  }

  /** The command, to be run in the folder. */
  public List<String> command(Path java) {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(options);
    command.add("@" + ARGUMENTS);
    return command;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path file : paths.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        // The JVM compares the times of jars with those that the cache was made of.
        Files.copy(
            file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
