package dev.composeraudit.report.scc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.NoCredentials;
import com.google.gson.JsonObject;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TestClients;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingBatch;
import dev.composeraudit.report.finding.FindingsRejectedException;
import dev.composeraudit.report.finding.HandledEvent;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.report.finding.SampleFindings;
import dev.composeraudit.report.finding.TeamLabels;
import dev.composeraudit.subject.Trigger;
import dev.composeraudit.subject.Trigger.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What is written to a fake Security Command Center, and what that then holds. */
final class SecurityCenterFixture implements AutoCloseable {
  static final Instant FIRST = Instant.parse("2026-11-23T10:15:00Z");
  static final Instant LATER = FIRST.plusSeconds(600);
  static final Result PASS = SampleFindings.of(Outcome.PASS, "Complies: it does");

  final FakeSecurityCenter center = new FakeSecurityCenter();
  private final SecurityCenterSink sink =
      SecurityCenterSink.of(
          center.source(), TestClients.http(NoCredentials.getInstance()), TestClients.retry());

  /** Sends a finding; why it was rejected, or empty. */
  Optional<String> send(Result result, Instant time) throws PublishException {
    return send(batch(result.outcome() != Outcome.ERROR, finding(result, time)), timer());
  }

  Optional<String> send(boolean complete, Finding... findings) throws PublishException {
    return send(batch(complete, findings), timer());
  }

  Optional<String> send(FindingBatch batch, EventTimer timer) throws PublishException {
    return send(sink, batch, timer);
  }

  static Optional<String> send(SecurityCenterSink sink, FindingBatch batch, EventTimer timer)
      throws PublishException {
    try {
      sink.send(batch, timer);
      return Optional.empty();
    } catch (FindingsRejectedException rejected) {
      return Optional.of(String.valueOf(rejected.getMessage()));
    }
  }

  /** A batch of these; one that is not complete has an undecided finding as well. */
  static FindingBatch batch(boolean complete, Finding... findings) {
    List<Finding> all = new ArrayList<>(List.of(findings));
    if (!complete) {
      all.add(finding(SampleFindings.of(Outcome.PENDING, "not yet"), FIRST));
    }
    Report report = report(Kind.CREATE_LAST, SampleFindings.fail(), FIRST);
    return new FindingBatch(new HandledEvent.Audit(report, false), all);
  }

  /** A violation under another id. */
  static Finding named(String uid, Instant time) {
    return renamed(uid, finding(SampleFindings.fail(), time));
  }

  /** The end of a violation under another id. */
  static Finding closed(String uid, Instant time) {
    return renamed(uid, finding(PASS, time));
  }

  static Finding renamed(String uid, Finding it) {
    return new Finding(
        uid,
        it.messageUid(),
        it.status(),
        it.severity(),
        it.result(),
        it.isBaseline(),
        it.resource(),
        it.trigger(),
        it.policies(),
        it.time());
  }

  static Finding finding(Result result, Instant time) {
    return Finding.of(
        report(Kind.CREATE_LAST, result, time), result, Baseline.NONE, TeamLabels.DEFAULT);
  }

  static Report report(Kind kind, Result result, Instant time) {
    AuditRequest event =
        new AuditRequest(
            SampleFindings.NAME,
            new Trigger(kind, "", "", time, time.toString()),
            AuditRequest.Phase.LAST,
            AuditRequest.RequestedAgent.UNKNOWN,
            "",
            "",
            "");
    return new Report(
        event, SampleFindings.subject(), List.of(result), "sha256:f", SampleFindings.JUDGED);
  }

  static EventTimer timer() {
    return EventTimer.start(TestEvent.published("x"), Clock.systemUTC());
  }

  /** A timer whose event has only so much time left. */
  static EventTimer timer(Duration left) {
    OffsetClock clock = new OffsetClock(left.minus(Deadline.EVENT));
    EventTimer timer = EventTimer.start(TestEvent.published("x"), clock);
    clock.offset = Duration.ZERO;
    return timer;
  }

  /** The system's clock, with an offset that can be changed. */
  private static final class OffsetClock extends Clock {
    private Duration offset;

    private OffsetClock(Duration offset) {
      this.offset = offset;
    }

    @Override
    public Instant instant() {
      return Clock.systemUTC().instant().plus(offset);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  String stateOf(String finding) {
    return Objects.requireNonNull(center.findings().get(finding)).get("state").getAsString();
  }

  JsonObject only() {
    assertThat(center.findings()).hasSize(1);
    return Objects.requireNonNull(center.findings().values().iterator().next());
  }

  String state() {
    return only().get("state").getAsString();
  }

  String property(String key) {
    return only().getAsJsonObject("sourceProperties").get(key).getAsString();
  }

  Instant seen() {
    return Instant.parse(property("seen"));
  }

  @Override
  public void close() {
    center.close();
  }
}
