package dev.composeraudit.sandbox.composer;

import java.util.Map;

/** A Composer image version as a created environment shows it. */
record ImageVersion(String text) {
  private static final String NEWEST_2 = "composer-2.14.1-airflow-2.10.5";
  private static final String NEWEST_3 = "composer-3-airflow-2.10.5-build.13";

  /** What requests may say in place of a full version. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "", NEWEST_3,
          "composer-2-airflow-2", NEWEST_2,
          "composer-2-airflow-2.10.5", NEWEST_2,
          "composer-3-airflow-2", NEWEST_3,
          "composer-3-airflow-2.10.5", NEWEST_3,
          "composer-latest-airflow-2", NEWEST_3);

  /** The version that a request's text ends up as; a blank one means Composer 3, as it does now. */
  static ImageVersion resolve(String requested) {
    return new ImageVersion(ALIASES.getOrDefault(requested, requested));
  }

  /** Whether the environment gets a cluster in its own project. */
  boolean hasCluster() {
    return text.startsWith("composer-2.");
  }

  /** Whether environments of it can be created: Composer 1 has reached its end. */
  boolean isOffered() {
    return hasCluster() || text.startsWith("composer-3-");
  }
}
