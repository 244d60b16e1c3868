package dev.composeraudit.event;

/**
 * An event that is not for us, or can't be read. No redelivery would change that.
 *
 * @param code stable, for filters on logs
 * @param message one line: what is wrong, and where
 */
public record RejectedEvent(Code code, String message) implements Request {
  /** The kinds of rejection. */
  public enum Code {
    /** A type of CloudEvent that we don't subscribe to. */
    FOREIGN_EVENT,
    /** Not the JSON, base64 or text that it ought to be, or larger than is read. */
    UNREADABLE,
    /** A log entry, but of another service, method or log. */
    FOREIGN_ENTRY,
    /** An entry whose parts contradict each other, or name nothing that can exist. */
    INCONSISTENT,
    /** A change of a cluster of which it is not known whether it is an environment's. */
    UNMAPPED,
    /** Composer's API is not enabled for it: there can be nothing to judge, or nothing to see. */
    SERVICE_DISABLED,
    /** An environment in a project that this deployment does not audit. */
    OUT_OF_SCOPE,
    /** This instance ran out of memory several times while it processed the event. */
    OUT_OF_MEMORY
  }
}
