package dev.composeraudit.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The Cloud SDK of this machine, if it has one. */
final class CloudSdk {
  private CloudSdk() {}

  static Optional<Path> gcloud() {
    return Layout.program("gcloud");
  }

  static boolean hasPubSubEmulator() throws IOException {
    Optional<Path> gcloud = gcloud();
    return gcloud.isPresent()
        && Files.isDirectory(
            gcloud.get().toRealPath().resolve("../../platform/pubsub-emulator").normalize());
  }
}
