package dev.composeraudit.sandbox.pubsub;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The Cloud SDK's Pub/Sub emulator, as a process of ours on loopback. */
public final class PubSubEmulator implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Process process;
  private final int port;

  private PubSubEmulator(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it and waits until it listens.
   *
   * @throws IOException with a sentence that says what to install, if it is not there
   */
  public static PubSubEmulator start() throws IOException, InterruptedException {
    Path jar =
        jar()
            .orElseThrow(
                () ->
                    new IOException(
                        "the Cloud SDK's Pub/Sub emulator is not installed: it comes with"
                            + " `gcloud components install pubsub-emulator`"));
    int port = freePort();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                jar.toString(),
                "--host=127.0.0.1",
                "--port=" + port)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    PubSubEmulator emulator = new PubSubEmulator(process, port);
    emulator.awaitListening();
    return emulator;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.destroy();
  }

  /** Below the SDK's folder, which the gcloud on the PATH lies in. */
  private static Optional<Path> jar() throws IOException {
    Optional<Path> gcloud =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .map(folder -> Path.of(folder, "gcloud"))
            .filter(Files::isExecutable)
            .findFirst();
    if (gcloud.isEmpty()) {
      return Optional.empty();
    }
    Path lib = gcloud.get().toRealPath().resolve("../../platform/pubsub-emulator/lib").normalize();
    if (!Files.isDirectory(lib)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(lib)) {
      List<Path> jars =
          files.filter(file -> file.toString().endsWith("-all.jar")).sorted().toList();
      return jars.stream().findFirst();
    }
  }

  private void awaitListening() throws IOException, InterruptedException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException notYet) {
        Thread.sleep(50);
      }
    }
    close();
    throw new IOException("the Pub/Sub emulator did not start");
  }

  /**
   * A port that nobody listens on, below those that outgoing connections take: it must still be
   * free when a process that starts slowly gets to it.
   */
  public static int freePort() throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      try (ServerSocket socket =
          new ServerSocket(ThreadLocalRandom.current().nextInt(20_000, 32_000))) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // Another one, then.
      }
    }
    throw new IOException("no port is free between 20000 and 32000");
  }
}
