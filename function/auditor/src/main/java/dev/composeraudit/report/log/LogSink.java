package dev.composeraudit.report.log;

import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.FindingBatch;
import dev.composeraudit.report.finding.FindingSink;

/** Logs findings, those included that are not published, and then the event as a whole. */
public final class LogSink implements FindingSink {
  private final StructuredLog log;
  private final BatchEntries entries;

  /**
   * @param project whose traces the entries belong to
   */
  public LogSink(StructuredLog log, String project) {
    this.log = log;
    this.entries = new BatchEntries(project);
  }

  @Override
  public void send(FindingBatch batch, EventTimer timer) {
    log.write(entries.handled(batch, timer));
  }
}
