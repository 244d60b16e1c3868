package dev.composeraudit.acceptance.image;

import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.ImageFolder;
import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scripts/image}: makes the folder that runs as an image, with its AOT cache. */
@Command(
    name = "scripts/image",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the working directory of the image: the function, the invoker and an AOT cache.",
      "The cache is written by a run of the function against the sandbox. It is used only by the",
      "Java that wrote it, so run this with the Java of the image."
    })
public final class ImageCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "the folder to make; it may be there already")
  private Path folder = Path.of("");

  @Option(
      names = "--java",
      paramLabel = "FILE",
      description =
          "the java command of a JRE 25 or newer; default: the one that runs this program")
  private Path java = Layout.java();

  public static void main(String[] args) {
    System.exit(new CommandLine(new ImageCommand()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ImageFolder image = make(Layout.current(), folder.toAbsolutePath(), java);
    System.err.printf(
        "%s: %d MiB, of which the cache is %d MiB%n",
        folder, size(image.path()) >> 20, Files.size(image.cache()) >> 20);
    return 0;
  }

  /**
   * Makes the folder.
   *
   * @throws IllegalStateException if no cache was written
   */
  public static ImageFolder make(Layout layout, Path folder, Path java)
      throws IOException, InterruptedException {
    ImageFolder image = ImageFolder.layOut(layout, folder);
    CacheTraining.run(
        DeploymentOptions.standard()
            .withJava(java)
            .withCreation(Duration.ofMillis(500))
            .withImage(image.recording()));
    image.writeCache(java);
    return image;
  }

  private static long size(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
