package dev.composeraudit.report.finding;

/**
 * A place that findings are sent to. Sending the same findings twice must be harmless: an event may
 * be delivered again, and then its findings have the same ids.
 */
public interface FindingSink {
  /**
   * Sends the findings of one event.
   *
   * @param timer has the deadline by which they must be accepted
   * @throws PublishException if they were not accepted, but may be when the event comes again
   * @throws FindingsRejectedException if they will not be accepted until somebody fixes the cause
   */
  void send(FindingBatch batch, EventTimer timer)
      throws PublishException, FindingsRejectedException;
}
