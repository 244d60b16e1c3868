package dev.composeraudit.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.cloud.CloudResources;
import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.cloud.RecordedCall;
import dev.composeraudit.acceptance.cloud.RecordingCloud;
import dev.composeraudit.acceptance.cloud.ScriptRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment that builds the image that it runs, by the real gcloud. */
final class DeployImageIT {
  private static final String[] ARGUMENTS =
      ScriptRun.with(DeployIT.SCOPE, "--build-image=composer-audit");
  private static final String IMAGE =
      "us-central1-docker\\.pkg\\.dev/demo-project/composer-audit/composer-audit:content-[0-9a-f]{12}";

  @TempDir static Path configuration;

  @Test
  void theImageOfTheCheckoutIsBuiltOnceAndRun() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    try (RecordingCloud cloud = RecordingCloud.open("demo-project")) {
      ScriptRun first = deploy(cloud);
      assertThat(first.exit()).as(first.errors()).isZero();
      List<JsonObject> builds = builds(cloud);
      assertThat(builds).hasSize(1);
      String image = builds.get(0).getAsJsonObject("substitutions").get("_IMAGE").getAsString();
      assertThat(image).matches(IMAGE);
      assertThat(builds.get(0).get("serviceAccount").getAsString())
          .isEqualTo(
              "projects/demo-project/serviceAccounts/composer-audit-build@demo-project.iam.gserviceaccount.com");
      assertThat(builds.get(0).getAsJsonObject("options").get("logging").getAsString())
          .as("an account of one's own has no bucket for its logs")
          .isEqualTo("CLOUD_LOGGING_ONLY");
      assertThat(CloudResources.of(cloud.store()))
          .contains("\"image\": \"" + image + "\"")
          .contains(
              "artifactregistry"
                  + " projects/demo-project/locations/us-central1/repositories/composer-audit ");
      DeployerRoles.suffice(cloud.calls());

      cloud.forget();
      ScriptRun second = deploy(cloud);
      assertThat(second.exit()).as(second.errors()).isZero();
      assertThat(cloud.mutations()).as("the same sources are built once").isEmpty();
    }
  }

  private static ScriptRun deploy(RecordingCloud cloud) throws Exception {
    return ScriptRun.of("deploy", cloud.environment(configuration), ARGUMENTS);
  }

  private static List<JsonObject> builds(RecordingCloud cloud) {
    return cloud.calls().stream()
        .filter(call -> call.service().equals("cloudbuild") && call.method().equals("POST"))
        .map(RecordedCall::body)
        .toList();
  }
}
