package dev.composeraudit.acceptance.cloud;

import dev.composeraudit.acceptance.deployment.ManagedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The real gcloud, loaded once for all tests: to start it takes a second of a processor, and a
 * deployment runs some fifty commands. A command is a fork of it, with an environment of its own.
 */
final class LoadedGcloud {
  private static final Path SCRIPTS = Path.of("src/test/resources/gcloud").toAbsolutePath();
  private static final Duration START = Duration.ofMinutes(2);

  private static @Nullable Path bin;

  private LoadedGcloud() {}

  /**
   * Starts it if it does not run yet.
   *
   * @param gcloud the program as it is installed
   * @return the PATH on which it comes first, to be put into a process's environment
   */
  static synchronized Map<String, String> environment(Path gcloud)
      throws IOException, InterruptedException {
    if (bin == null) {
      bin = start(gcloud.toRealPath().resolve("../..").normalize());
    }
    return Map.of("PATH", bin + ":" + System.getenv("PATH"));
  }

  private static Path start(Path sdk) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("gcloud");
    String python = python(sdk);
    String socket = folder.resolve("socket").toString();
    // It ends with this process; nobody has to close it.
    ManagedProcess server =
        ManagedProcess.start(
            "gcloud",
            List.of(python, "-S", SCRIPTS.resolve("server.py").toString(), sdk.toString(), socket),
            folder,
            Map.of());
    server.awaitLine(line -> line.equals("ready"), START);
    Path program = folder.resolve("gcloud");
    Files.writeString(
        program,
        "#!/bin/sh\nexec '%s' -S -E '%s' '%s' \"$@\"\n"
            .formatted(python, SCRIPTS.resolve("client.py"), socket));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return folder;
  }

  /** The Python that comes with the Cloud SDK, else that of the system. */
  private static String python(Path sdk) {
    return Stream.of(
            sdk.resolve("platform/bundledpythonunix/bin/python3"), Path.of("/usr/bin/python3"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElse("python3");
  }
}
