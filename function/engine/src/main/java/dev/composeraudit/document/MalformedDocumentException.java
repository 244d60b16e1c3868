package dev.composeraudit.document;

import org.jspecify.annotations.Nullable;

/** A provider's document that is not of the form it is said to have. The message is one line. */
public final class MalformedDocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean tooLarge;

  public MalformedDocumentException(String message) {
    super(message);
    this.tooLarge = false;
  }

  public MalformedDocumentException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private MalformedDocumentException(String message, @Nullable Throwable cause, boolean tooLarge) {
    super(message, cause);
    this.tooLarge = tooLarge;
  }

  /** A document that was not read because it has too much of something. */
  public static MalformedDocumentException tooLarge(String message) {
    return new MalformedDocumentException(message, null, true);
  }

  public boolean isTooLarge() {
    return tooLarge;
  }
}
