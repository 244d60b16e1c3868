package dev.composeraudit.sandbox.seed;

import picocli.CommandLine.Option;

/** The options that fill a sandbox with environments, and let calls about them go wrong. */
public final class SeedOptions {
  @Option(
      names = "--seed-environments",
      paramLabel = "N",
      defaultValue = "0",
      description = "how many environments exist at the start, at most 99999")
  private int environments;

  @Option(
      names = "--seed-projects",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "how many projects these environments are in, at most 9999 (default: ${DEFAULT-VALUE})")
  private int projects = 1;

  @Option(
      names = "--seed-failing-percent",
      paramLabel = "N",
      defaultValue = "0",
      description = "how many of a hundred calls about these environments fail with 503")
  private int failing;

  @Option(
      names = "--seed-denied-projects",
      paramLabel = "N",
      defaultValue = "0",
      description = "for how many of the projects, counted from the last, Composer answers 403")
  private int denied;

  @Option(
      names = "--seed-deleted",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "how many of the environments, counted from the first, are listed but do not exist")
  private int deleted;

  @Option(
      names = "--seed-exhausted-region",
      paramLabel = "REGION",
      defaultValue = "",
      description = "the region for which Composer answers 429")
  private String exhausted = "";

  public SeededEnvironments environments() {
    return new SeededEnvironments(environments, projects);
  }

  public SeededFaults faults() {
    return new SeededFaults(failing, denied, deleted, exhausted);
  }
}
