package dev.composeraudit.acceptance.deployment;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process that is stopped with us, and the lines it printed. */
public final class ManagedProcess implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(10);

  private final String name;
  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
  private final Thread reader;

  private ManagedProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.reader = new Thread(this::read, name + "-output");
    reader.setDaemon(true);
    reader.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
  }

  /**
   * Starts a command.
   *
   * @param environment added to, or with a blank value removed from, what this process has
   */
  public static ManagedProcess start(
      String name, List<String> command, Path folder, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    environment.forEach(
        (key, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(key);
          } else {
            builder.environment().put(key, value);
          }
        });
    return new ManagedProcess(name, builder.start());
  }

  /**
   * Waits for a line that has not been waited for yet.
   *
   * @throws IllegalStateException with all that was printed, if the process ends or time runs out
   */
  public String awaitLine(Predicate<String> wanted, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      String line = unread.poll(50, TimeUnit.MILLISECONDS);
      if (line != null && wanted.test(line)) {
        return line;
      }
      if (line == null && !process.isAlive() && !reader.isAlive() && unread.isEmpty()) {
        break;
      }
    }
    throw new IllegalStateException(
        name + " did not say what was waited for; it said:\n" + String.join("\n", lines));
  }

  /**
   * Waits for a line, whether it has been waited for before or not: what was answered may be
   * printed a moment later.
   *
   * @return all such lines by then
   * @throws IllegalStateException with all that was printed, if time runs out
   */
  public List<String> awaitLines(Predicate<String> wanted, Duration patience) {
    if (!Await.comesTrue("a line", patience, () -> lines.stream().anyMatch(wanted))) {
      throw new IllegalStateException(
          name + " did not say what was waited for; it said:\n" + String.join("\n", lines));
    }
    return lines.stream().filter(wanted).toList();
  }

  /** Waits until it has ended by itself; its exit code. */
  public int awaitExit(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(name + " is still running after " + patience);
    }
    reader.join(STOP.toMillis());
    return process.exitValue();
  }

  /** All that it printed up to now. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Tells it to end, and does not wait for that. */
  public void stop() {
    process.destroy();
  }

  @Override
  public void close() {
    stop();
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        unread.add(line);
      }
    } catch (IOException closed) {
      lines.add("(its output was cut: " + closed.getMessage() + ")");
    }
  }
}
