package dev.composeraudit.acceptance.campaign;

import dev.composeraudit.acceptance.deployment.Layout;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A test class that Jazzer can feed with inputs of its own, from those that stand beside it on.
 *
 * @param module the folder of its module
 * @param name of the class
 */
record FuzzTarget(Path module, String name) {
  private static final String SUFFIX = "FuzzTest.class";
  private static final Pattern EXECUTED = Pattern.compile("number_of_executed_units: (\\d+)");
  private static final Pattern COVERED = Pattern.compile("cov: (\\d+) ");

  // An input that takes a second of work fails by itself; this ends one that does not end.
  private static final int HANG_SECONDS = 25;

  /**
   * What came of feeding it.
   *
   * @param inputs how many were tried
   * @param covered so many edges of our code
   * @param finding the first line of what went wrong, and where the input is; blank if nothing did
   */
  record Result(FuzzTarget target, long inputs, long covered, long cpuSeconds, String finding) {}

  /** All of a module that are compiled, by name. */
  static List<FuzzTarget> all(Path module) throws IOException {
    Path classes = module.resolve("target/test-classes");
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .map(file -> classes.relativize(file).toString())
          .map(file -> file.replace(File.separatorChar, '.').replaceFirst("\\.class$", ""))
          .sorted()
          .map(name -> new FuzzTarget(module, name))
          .toList();
    }
  }

  String shortName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Feeds it for so long with a heap of 256 MiB, or until something goes wrong. */
  Result feed(int seconds) throws IOException, InterruptedException {
    Path folder = module.resolve("target/fuzz").resolve(shortName());
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    Path log = folder.resolve("log.txt");
    Process process =
        new ProcessBuilder(command(seconds, folder, corpus))
            .directory(module.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    long cpu = 0;
    while (!process.waitFor(1, TimeUnit.SECONDS)) {
      cpu = process.info().totalCpuDuration().map(it -> it.toSeconds()).orElse(cpu);
    }
    String output = Files.readString(log, StandardCharsets.ISO_8859_1);
    return new Result(
        this,
        last(EXECUTED, output),
        last(COVERED, output),
        cpu,
        process.exitValue() == 0 ? "" : finding(output, log));
  }

  private List<String> command(int seconds, Path folder, Path corpus) throws IOException {
    String libraries = Files.readString(module.resolve("target/fuzz.classpath")).strip();
    List<String> command = new ArrayList<>();
    command.add(Layout.java().toString());
    command.add("-Xmx256m");
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(
        String.join(File.pathSeparator, "target/test-classes", "target/classes", libraries));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + name);
    command.add("--hooks=true");
    command.add("--instrumentation_includes=dev.composeraudit.**");
    command.add("--reproducer_path=" + folder);
    command.add("-max_total_time=" + seconds);
    command.add("-timeout=" + HANG_SECONDS);
    command.add("-print_final_stats=1");
    command.add("-artifact_prefix=" + folder + File.separator);
    command.add(corpus.toString());
    return command;
  }

  private static long last(Pattern number, String output) {
    long last = 0;
    for (Matcher matcher = number.matcher(output); matcher.find(); ) {
      last = Long.parseLong(matcher.group(1));
    }
    return last;
  }

  private static String finding(String output, Path log) {
    return output
            .lines()
            .filter(line -> line.startsWith("== Java Exception") || line.contains("ERROR:"))
            .findFirst()
            .orElse("ended early")
        + ", see "
        + log;
  }
}
