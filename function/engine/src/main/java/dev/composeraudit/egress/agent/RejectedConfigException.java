package dev.composeraudit.egress.agent;

import dev.composeraudit.document.Excerpt;

/** The agent would refuse its configuration as a whole. The message is one line. */
final class RejectedConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean certain;

  private RejectedConfigException(String message, boolean certain) {
    // What a parser says of a text may repeat any of it.
    super(Excerpt.line(message));
    this.certain = certain;
  }

  RejectedConfigException(String message) {
    this(message, true);
  }

  /** It is not known what the agent does with the text. */
  static RejectedConfigException effectUnknown(String message) {
    return new RejectedConfigException(message, false);
  }

  /** Whether the agent certainly refuses, and does not merely do something unexpected. */
  boolean isCertain() {
    return certain;
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
