package dev.composeraudit.event;

import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Trigger;

/**
 * An audit log entry about one environment. It is a hint: what is judged is what the API says now.
 *
 * @param phase how far the operation was when the entry was written
 * @param requestedAgent what the entry's request says of the IP masquerade agent
 * @param operationId the long-running operation's id, the same at first and at last; blank if none
 * @param logName the log it came from
 * @param failure the status message of an operation that failed or was rejected; blank otherwise
 * @param traceparent the trace that the event came with (W3C trace context), unchecked; blank if
 *     none
 */
public record AuditRequest(
    EnvironmentName environment,
    Trigger trigger,
    Phase phase,
    RequestedAgent requestedAgent,
    String operationId,
    String logName,
    String failure,
    String traceparent)
    implements Request {
  /** One that came without a trace. */
  public AuditRequest(
      EnvironmentName environment,
      Trigger trigger,
      Phase phase,
      RequestedAgent requestedAgent,
      String operationId,
      String logName,
      String failure) {
    this(environment, trigger, phase, requestedAgent, operationId, logName, failure, "");
  }

  AuditRequest cameWith(String trace) {
    return new AuditRequest(
        environment, trigger, phase, requestedAgent, operationId, logName, failure, trace);
  }

  /** How far an operation was. */
  public enum Phase {
    /** Accepted; it runs. Also an entry of an operation that is neither its first nor its last. */
    FIRST,
    /** Done, or an entry that is the only one of its call. */
    LAST,
    /** Ended with an error. */
    FAILED,
    /** Never begun. */
    REJECTED
  }

  /** What the request of an entry says of {@code enableIpMasqAgent}. */
  public enum RequestedAgent {
    ENABLED,
    ABSENT,
    /** The entry has no request, or one that was cut. */
    UNKNOWN
  }
}
