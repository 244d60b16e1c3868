package dev.composeraudit.acceptance.cloud;

import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A script of {@code scripts/} that has been run: its exit code and what it printed. */
public record ScriptRun(int exit, String output, String errors) {
  private static final long MINUTES = 10;

  /** Runs {@code scripts/<name>} to its end. */
  public static ScriptRun of(String name, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Layout.current().root().resolve("scripts").resolve(name).toString());
    command.addAll(List.of(arguments));
    if (name.equals("deploy")
        && command.stream().noneMatch(it -> it.matches("--(build-)?image(=.*)?"))) {
      // Left to itself it would build each time, clean, below the feet of other tests.
      command.add("--release=function/auditor/target/function");
    }
    return of(command, environment);
  }

  public static ScriptRun of(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("script", ".out");
    Path errors = Files.createTempFile("script", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Layout.current().root().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    // A busy machine is no unreachable one.
    builder.environment().put("DEPLOY_PATIENCE", "300");
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException(command + " does not end: " + Files.readString(errors));
    }
    ScriptRun run =
        new ScriptRun(process.exitValue(), Files.readString(output), Files.readString(errors));
    Files.delete(output);
    Files.delete(errors);
    return run;
  }

  /** Arguments, and more of them. */
  public static String[] with(String[] some, String... more) {
    return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
  }
}
