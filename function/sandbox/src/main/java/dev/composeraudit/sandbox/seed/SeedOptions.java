package dev.composeraudit.sandbox.seed;

import picocli.CommandLine.Option;

/** The options that fill a sandbox with environments, and let calls about them go wrong. */
public final class SeedOptions {
  @Option(
      names = "--seed-environments",
      paramLabel = "N",
      defaultValue = "0",
      description = "so many environments are there from the beginning, up to 99999")
  private int environments;

  @Option(
      names = "--seed-projects",
      paramLabel = "N",
      defaultValue = "1",
      description = "in so many projects, up to 9999 (default: ${DEFAULT-VALUE})")
  private int projects = 1;

  @Option(
      names = "--seed-failing-percent",
      paramLabel = "N",
      defaultValue = "0",
      description = "so many of a hundred calls about them fail with 503")
  private int failing;

  @Option(
      names = "--seed-denied-projects",
      paramLabel = "N",
      defaultValue = "0",
      description = "in so many of the projects, the last ones, Composer answers 403")
  private int denied;

  @Option(
      names = "--seed-deleted",
      paramLabel = "N",
      defaultValue = "0",
      description = "so many environments, the first ones, are still listed but are gone")
  private int deleted;

  @Option(
      names = "--seed-exhausted-region",
      paramLabel = "REGION",
      defaultValue = "",
      description = "for this region Composer answers 429")
  private String exhausted = "";

  public SeededEnvironments environments() {
    return new SeededEnvironments(environments, projects);
  }

  public SeededFaults faults() {
    return new SeededFaults(failing, denied, deleted, exhausted);
  }
}
