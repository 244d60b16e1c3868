package dev.composeraudit.cli;

import picocli.CommandLine.Option;

/** The option that says which violations make the exit code 1, for the verbs that judge. */
final class FailOnOption {
  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY|never",
      defaultValue = "LOW",
      converter = Threshold.Reader.class,
      description = "the least severity that makes the exit code 1; default: LOW")
  private Threshold failOn = new Threshold(null);

  Threshold threshold() {
    return failOn;
  }
}
