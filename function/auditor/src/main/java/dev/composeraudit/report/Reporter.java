package dev.composeraudit.report;

import com.google.common.base.Throwables;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.EventTimer.Stage;
import io.cloudevents.CloudEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells the world: findings to Pub/Sub, an entry for each result and one for each event to Cloud
 * Logging. Sending the same report twice must be harmless: the ids are the same.
 */
public final class Reporter {
  private final Publisher findings;
  private final @Nullable Publisher deadLetters;
  private final @Nullable SecurityCenter securityCenter;
  private final StructuredLog journal;
  private final FindingWriter writer;
  private final LogEntries entries;

  /**
   * @param deadLetters where refused events are copied to; null = nowhere
   * @param securityCenter where findings are written to as well; null = nowhere
   */
  public Reporter(
      Publisher findings,
      @Nullable Publisher deadLetters,
      @Nullable SecurityCenter securityCenter,
      StructuredLog journal,
      Producer product,
      Baseline baseline) {
    this.findings = findings;
    this.deadLetters = deadLetters;
    this.securityCenter = securityCenter;
    this.journal = journal;
    this.writer = new FindingWriter(product, baseline);
    this.entries = new LogEntries(product);
  }

  /** Says that the function has started, and with which policies. */
  public void started(List<PolicyInfo> policies, String digest) {
    journal.writeHere(entries.started(policies, digest));
  }

  /**
   * Publishes what is to be published of a report, and logs all of it once that was accepted. What
   * Security Command Center refuses for good is said in the log, and nothing is lost by it.
   *
   * @throws PublishException if a finding was not accepted. Where it was Pub/Sub that did not
   *     accept it, nothing was logged
   */
  public void send(Report report, EventTimer watch) throws PublishException {
    List<Optional<Finding>> written =
        report.results().stream().map(result -> writer.write(report, result)).toList();
    send(report, written, entries.judged(report), watch);
  }

  /**
   * Archives all findings of an environment that is gone.
   *
   * @throws PublishException as {@link #send} does
   */
  public void archive(Report report, EventTimer watch) throws PublishException {
    List<Optional<Finding>> written =
        report.results().stream()
            .map(result -> Optional.of(writer.archive(report, result)))
            .toList();
    send(report, written, entries.archived(report), watch);
  }

  /** Says that an event tells of a request that Composer rejected: there is nothing to judge. */
  public void pass(AuditRequest event, EventTimer watch) {
    journal.write(List.of(entries.rejected(event, watch)));
  }

  /**
   * Keeps a refused event where somebody can look at it, and says why it was refused.
   *
   * @throws PublishException if the copy was not accepted
   */
  public void refuse(CloudEvent event, RejectedEvent refusal, EventTimer watch)
      throws PublishException {
    boolean copied = false;
    watch.enter(Stage.TELLING);
    try {
      if (deadLetters != null) {
        deadLetters.publish(List.of(DeadLetter.of(event, refusal)), watch.deadline());
        copied = true;
      }
    } finally {
      journal.write(List.of(entries.refused(event, refusal, copied, watch)));
    }
  }

  /** Says why a sweep's event was refused. No copy is kept: the next sweep asks the same again. */
  public void leaveToNextSweep(CloudEvent event, RejectedEvent refusal, EventTimer watch) {
    journal.write(List.of(entries.refused(event, refusal, false, watch)));
  }

  /** Says that an event turned out to concern no environment. */
  public void ignore(CloudEvent event, String reason, EventTimer watch) {
    journal.write(List.of(entries.ignored(event, reason, watch)));
  }

  /** Says that an event has to be delivered again, and why. */
  public void postpone(CloudEvent event, RedeliveryReason why, String reason, EventTimer watch) {
    journal.write(List.of(entries.postponed(event, why, reason, watch)));
  }

  /** Says that a defect of ours keeps an event from being handled. */
  public void breakDown(CloudEvent event, RuntimeException defect, EventTimer watch) {
    journal.write(
        List.of(
            entries.broken(
                event,
                defect.getClass().getName(),
                Throwables.getStackTraceAsString(defect),
                watch)));
  }

  private void send(
      Report report, List<Optional<Finding>> written, StructuredLog.Entry summary, EventTimer watch)
      throws PublishException {
    watch.enter(Stage.TELLING);
    List<PubsubMessage> messages = new ArrayList<>();
    written.forEach(finding -> finding.ifPresent(it -> messages.add(message(it))));
    if (!messages.isEmpty()) {
      findings.publish(messages, watch.deadline());
    }
    List<StructuredLog.Entry> told = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      told.add(entries.result(report, report.results().get(i), written.get(i)));
    }
    watch.addStages(summary.payload());
    told.add(summary);
    journal.write(told);
    if (securityCenter != null) {
      write(
          securityCenter,
          report,
          written.stream().flatMap(Optional::stream).toList(),
          watch.deadline());
    }
  }

  /** The last of all: its trouble must keep nobody from what has been found. */
  private void write(
      SecurityCenter center, Report report, List<Finding> published, Deadline deadline)
      throws PublishException {
    if (published.isEmpty()) {
      return;
    }
    center
        .write(report.subject().name(), published, isWhole(report), deadline)
        .ifPresent(reason -> journal.write(List.of(entries.securityCenterRefused(report, reason))));
  }

  /** Whether every policy was decided, one way or the other. */
  private static boolean isWhole(Report report) {
    return report.results().stream()
        .map(Result::outcome)
        .noneMatch(outcome -> outcome == Outcome.ERROR || outcome == Outcome.PENDING);
  }

  private static PubsubMessage message(Finding finding) {
    return PubsubMessage.newBuilder()
        .setData(ByteString.copyFrom(JsonWriter.of(finding.ocsf())))
        .putAllAttributes(finding.attributes())
        .setOrderingKey(finding.uid())
        .build();
  }
}
