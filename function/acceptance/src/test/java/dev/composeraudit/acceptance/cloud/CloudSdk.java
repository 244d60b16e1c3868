package dev.composeraudit.acceptance.cloud;

import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The Cloud SDK of this machine, if it has one. */
public final class CloudSdk {
  private CloudSdk() {}

  public static Optional<Path> gcloud() {
    return Layout.program("gcloud");
  }

  /** What a script needs to be told so that gcloud, loaded already, calls a sandbox. */
  public static Map<String, String> environment(URI sandbox, Path configuration)
      throws IOException, InterruptedException {
    Map<String, String> environment = plainEnvironment(sandbox, configuration);
    environment.putAll(loadedGcloud());
    return environment;
  }

  /** The PATH of a process on which gcloud, loaded already, comes first. */
  public static Map<String, String> loadedGcloud() throws IOException, InterruptedException {
    return LoadedGcloud.environment(gcloud().orElseThrow());
  }

  /**
   * The same with gcloud as it is installed.
   *
   * @param configuration an empty folder for gcloud's own files
   */
  public static Map<String, String> plainEnvironment(URI sandbox, Path configuration) {
    Map<String, String> environment = new HashMap<>();
    environment.put("CLOUDSDK_CONFIG", configuration.toString());
    environment.put("CLOUDSDK_AUTH_DISABLE_CREDENTIALS", "true");
    environment.put("CLOUDSDK_CORE_DISABLE_USAGE_REPORTING", "true");
    environment.put("CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK", "true");
    environment.put("CLOUDSDK_SURVEY_DISABLE_PROMPTS", "true");
    environment.put("CLOUDSDK_CORE_DISABLE_FILE_LOGGING", "true");
    environment.put("CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPOSER", sandbox + "/");
    environment.put("CLOUDSDK_API_ENDPOINT_OVERRIDES_PUBSUB", sandbox + "/");
    return environment;
  }

  public static boolean hasPubSubEmulator() throws IOException {
    Optional<Path> gcloud = gcloud();
    return gcloud.isPresent()
        && Files.isDirectory(
            gcloud.get().toRealPath().resolve("../../platform/pubsub-emulator").normalize());
  }
}
