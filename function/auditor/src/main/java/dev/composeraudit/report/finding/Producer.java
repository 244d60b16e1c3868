package dev.composeraudit.report.finding;

/**
 * Identifies the publisher of findings.
 *
 * @param version of this program
 * @param source the CloudEvents source, {@code //run.googleapis.com/projects/…/services/…}
 * @param topic the findings topic's name, {@code projects/P/topics/T}
 */
public record Producer(String version, String source, String topic) {
  /** The project that the findings are in, which the function is taken to be in too. */
  public String project() {
    return topic.split("/", -1)[1];
  }
}
