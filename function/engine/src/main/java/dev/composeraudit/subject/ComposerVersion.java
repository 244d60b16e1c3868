package dev.composeraudit.subject;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an environment's image version says.
 *
 * @param generation 1, 2 or 3
 * @param imageVersion as written, {@code composer-2.9.7-airflow-2.9.3}
 * @param version Composer's own, {@code 2.9.7}, or {@code 3} where the image version says no more
 * @param airflowVersion its second half, {@code 2.9.3}
 */
public record ComposerVersion(
    int generation, String imageVersion, String version, String airflowVersion) {
  // The forms that Composer's own documentation and the Terraform provider give, aliases included:
  // composer-3-airflow-2, composer-2.9.7-preview.0-airflow-2.9.3, …-airflow-2.10.5-build.12.
  private static final Pattern IMAGE =
      Pattern.compile(
          "composer-(([123])(?:\\.[0-9]+\\.[0-9]+(?:-preview\\.[0-9]+)?)?)"
              + "-airflow-([0-9]+(?:\\.[0-9]+){0,2}(?:-build\\.[0-9]+)?)");

  /**
   * Reads the image version; never reads {@code gkeCluster}, which is empty while an environment is
   * being created.
   *
   * @return empty if the image version is absent, an alias without a generation ({@code
   *     composer-latest-…}), of an unknown form, or of a generation that is not known yet
   */
  public static Optional<ComposerVersion> of(Environment environment) {
    String image = environment.getConfig().getSoftwareConfig().getImageVersion();
    Matcher matcher = IMAGE.matcher(image);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new ComposerVersion(
            Integer.parseInt(matcher.group(2)), image, matcher.group(1), matcher.group(3)));
  }
}
