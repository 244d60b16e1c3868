package dev.composeraudit.report;

import com.google.common.base.Throwables;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.CoverageCheck;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.EventTimer.Stage;
import dev.composeraudit.report.finding.FindingBatch;
import dev.composeraudit.report.finding.FindingSink;
import dev.composeraudit.report.finding.FindingsRejectedException;
import dev.composeraudit.report.finding.Principals;
import dev.composeraudit.report.finding.Producer;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.report.finding.TeamLabels;
import dev.composeraudit.report.log.BatchEntries;
import dev.composeraudit.report.log.EventEntries;
import dev.composeraudit.report.log.RedeliveryReason;
import dev.composeraudit.report.log.StructuredLog;
import dev.composeraudit.report.pubsub.DeadLetter;
import dev.composeraudit.report.pubsub.PubSubSink;
import dev.composeraudit.report.pubsub.Publisher;
import io.cloudevents.CloudEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes findings and logs events. Sending the same report twice is harmless: the findings have
 * the same ids.
 */
public final class Reporter {
  private final FindingSink topic;
  private final FindingSink logSink;
  private final List<FindingSink> others;
  private final @Nullable Publisher deadLetters;
  private final StructuredLog log;
  private final EventEntries events;
  private final BatchEntries batches;
  private final Baseline baseline;
  private final Principals principals;
  private final TeamLabels teams;

  /**
   * @param findings the findings topic; nothing is logged of findings that it has not accepted
   * @param others further sinks, each of which is called after the log whether or not another fails
   * @param deadLetters where rejected events are copied to; null = nowhere
   */
  public Reporter(
      Publisher findings,
      List<FindingSink> others,
      @Nullable Publisher deadLetters,
      StructuredLog log,
      Producer producer,
      Baseline baseline,
      Principals principals,
      TeamLabels teams) {
    this.topic = new PubSubSink(findings, producer);
    this.others = List.copyOf(others);
    this.deadLetters = deadLetters;
    this.log = log;
    this.events = new EventEntries(producer);
    this.batches = new BatchEntries(producer.project());
    this.logSink = (batch, timer) -> log.write(batches.handled(batch, timer));
    this.baseline = baseline;
    this.principals = principals;
    this.teams = teams;
  }

  /** Logs that the function has started, and with which policies. */
  public void logStart(List<PolicyInfo> policies, String digest, String clustersAccount) {
    log.writeLocally(events.started(policies, digest, clustersAccount));
  }

  /**
   * Publishes and logs the findings about an environment.
   *
   * @throws PublishException if a sink did not accept them; if it was the findings topic, nothing
   *     was logged
   */
  public void send(Report report, EventTimer timer) throws PublishException {
    send(FindingBatch.of(principals.apply(report), baseline, teams), timer);
  }

  /**
   * Archives the findings about an environment that is gone.
   *
   * @throws PublishException as {@link #send(Report, EventTimer)} does
   */
  public void archive(Report report, EventTimer timer) throws PublishException {
    send(FindingBatch.archived(principals.apply(report), baseline), timer);
  }

  /**
   * Publishes and logs the findings about a scope: its coverage, and exceptions that end soon.
   *
   * @throws PublishException as {@link #send(Report, EventTimer)} does
   */
  public void sendCoverage(CoverageCheck check, EventTimer timer) throws PublishException {
    send(FindingBatch.of(check), timer);
  }

  private void send(FindingBatch batch, EventTimer timer) throws PublishException {
    timer.enter(Stage.PUBLISH);
    send(batch, topic, timer);
    send(batch, logSink, timer);
    PublishException failure = null;
    for (FindingSink sink : others) {
      try {
        send(batch, sink, timer);
      } catch (PublishException failed) {
        if (failure == null) {
          failure = failed;
        } else {
          failure.addSuppressed(failed);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void send(FindingBatch batch, FindingSink sink, EventTimer timer)
      throws PublishException {
    try {
      sink.send(batch, timer);
    } catch (FindingsRejectedException rejected) {
      log.write(List.of(batches.rejected(batch, rejected)));
    }
  }

  /** Logs that Composer rejected the request that an event reports: there is nothing to judge. */
  public void logRejected(AuditRequest request, EventTimer timer) {
    log.write(List.of(events.requestRejected(principals.apply(request), timer)));
  }

  /**
   * Copies an event that was rejected to the dead-letter topic, and logs why it was.
   *
   * @throws PublishException if the copy was not accepted
   */
  public void reject(CloudEvent event, RejectedEvent rejected, EventTimer timer)
      throws PublishException {
    boolean copied = false;
    timer.enter(Stage.PUBLISH);
    try {
      if (deadLetters != null) {
        deadLetters.publish(List.of(DeadLetter.of(event, rejected)), timer.deadline());
        copied = true;
      }
    } finally {
      log.write(List.of(events.eventRejected(event, rejected, copied, timer)));
    }
  }

  /** Logs why a sweep's event was rejected. Without a copy: the next sweep asks the same again. */
  public void rejectWithoutCopy(CloudEvent event, RejectedEvent rejected, EventTimer timer) {
    log.write(List.of(events.eventRejected(event, rejected, false, timer)));
  }

  /** Logs that an event concerns no environment. */
  public void logIgnored(CloudEvent event, String reason, EventTimer timer) {
    log.write(List.of(events.ignored(event, reason, timer)));
  }

  /** Logs that an event has to be delivered again, and why. */
  public void logPostponed(
      CloudEvent event, RedeliveryReason why, String reason, EventTimer timer) {
    log.write(List.of(events.postponed(event, why, reason, timer)));
  }

  /** Logs that a defect of this program keeps an event from being handled. */
  public void logDefect(CloudEvent event, RuntimeException defect, EventTimer timer) {
    String stackTrace = Throwables.getStackTraceAsString(defect);
    log.write(List.of(events.defect(event, defect.getClass().getName(), stackTrace, timer)));
  }
}
