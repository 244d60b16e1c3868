package dev.composeraudit.cli.scan;

import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.AuditRequest.Phase;
import dev.composeraudit.event.AuditRequest.RequestedAgent;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Trigger;
import java.time.Instant;

/** A scan's request for the audit of one environment, in the form that the function's have. */
public final class ScanRequest {
  private ScanRequest() {}

  /**
   * A request.
   *
   * @param time when reading the environment began
   * @param scan the id of the scan; a scan that goes on repeats it
   */
  public static AuditRequest of(EnvironmentName name, Instant time, String scan) {
    return new AuditRequest(
        name,
        new Trigger(Trigger.Kind.SCAN, "", "scan", time, scan),
        Phase.LAST,
        RequestedAgent.UNKNOWN,
        "",
        "",
        "");
  }
}
