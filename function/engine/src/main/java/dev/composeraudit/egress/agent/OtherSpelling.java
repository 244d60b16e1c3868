package dev.composeraudit.egress.agent;

/**
 * SnakeYAML has begun to read something else than libyaml would, and stops: it reads another
 * spelling as libyaml reads the text.
 */
final class OtherSpelling extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String text;

  OtherSpelling(String text) {
    super("another spelling", null, false, false);
    this.text = text;
  }

  /** The text in the other spelling. */
  String text() {
    return text;
  }
}
