package dev.composeraudit.subject;

import dev.composeraudit.document.Excerpt;

/**
 * A part of a subject that stood in the way of an answer.
 *
 * @param help what happened and what would help, one line for a person
 */
public record UnknownPart(Part<?> part, Observed.Reason reason, String help) {
  public UnknownPart {
    // It may repeat what a document names.
    help = Excerpt.line(help);
  }
}
