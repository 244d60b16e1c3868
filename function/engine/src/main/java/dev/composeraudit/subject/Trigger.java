package dev.composeraudit.subject;

import java.time.Instant;

/**
 * What caused the audit of an environment.
 *
 * @param principal who acted, as the audit log names them; blank if it does not
 * @param method the API method, or the command that asked; blank if there was none
 * @param time when that happened: the log entry's own timestamp, unless it lies in the future
 * @param id the same in each delivery of the event: the log entry's insertId, a scan's id; blank
 *     for a document
 */
public record Trigger(Kind kind, String principal, String method, Instant time, String id) {
  /** The kinds of trigger; the name in documents and in CEL is {@link #text}. */
  public enum Kind {
    /** A creation was accepted; the environment is only beginning to exist. */
    CREATE_FIRST("create-first"),
    /** A creation ended, well or not. */
    CREATE_LAST("create-last"),
    UPDATE("update"),
    DELETE("delete"),
    /** The periodic audit of everything. */
    SWEEP("sweep"),
    /** Somebody asked from a command line for what exists. */
    SCAN("scan"),
    /** The subject came as a document. */
    DOCUMENT("document");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /** For a subject that came as a document. */
  public static Trigger document(Instant now) {
    return new Trigger(Kind.DOCUMENT, "", "", now, "");
  }
}
