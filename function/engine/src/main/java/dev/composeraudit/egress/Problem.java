package dev.composeraudit.egress;

import dev.composeraudit.document.Excerpt;
import dev.composeraudit.subject.Part;

/**
 * What is wrong with a configuration of the cluster's: the agent or the API server would refuse it,
 * or silently take it for something else.
 *
 * @param part where it stands
 * @param code stable, for tests and searches
 * @param message one line for a person
 */
public record Problem(Part<?> part, String code, String message) {
  /** The code of a key that is ignored and would change nothing about egress if it were not. */
  public static final String HARMLESS_KEY = "harmless-key";

  public Problem {
    // It may repeat what a configuration says.
    message = Excerpt.line(message);
  }
}
