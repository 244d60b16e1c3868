package dev.composeraudit.cli.redrive;

/** What is to be done with one dead letter. */
sealed interface RedriveAction {
  /**
   * Publish the event that it holds.
   *
   * @param topic the name of the topic, without its project
   * @param entry the event, a JSON object
   */
  record Replay(String topic, String entry) implements RedriveAction {}

  /** Leave it where it is, for the reason given. */
  record Keep(String why) implements RedriveAction {}

  /** Leave it for the next run: it has died since this one began. */
  record Later() implements RedriveAction {}
}
