package dev.composeraudit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TestClients;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.Trigger;
import dev.composeraudit.subject.Trigger.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What is written to a fake Security Command Center, and what that then holds. */
final class SecurityCenterFixture implements AutoCloseable {
  static final Instant FIRST = Instant.parse("2026-11-23T10:15:00Z");
  static final Instant LATER = FIRST.plusSeconds(600);
  static final Result PASS = SampleFindings.of(Outcome.PASS, "Complies: it does");

  final FakeSecurityCenter center = new FakeSecurityCenter();
  final FindingWriter writer = new FindingWriter(SampleFindings.PRODUCT, Baseline.NONE);
  private final SecurityCenter sink =
      SecurityCenter.of(center.source(), TestClients.http(), TestClients.retry());

  Optional<String> tell(Result result, Instant time) throws PublishException {
    return tell(result, time, Duration.ofSeconds(20));
  }

  Optional<String> tell(Result result, Instant time, Duration budget) throws PublishException {
    return sink.write(
        SampleFindings.NAME,
        List.of(finding(result, time)),
        result.outcome() != Outcome.ERROR,
        Deadline.in(budget, Clock.systemUTC()));
  }

  Optional<String> write(boolean whole, Finding... findings) throws PublishException {
    return sink.write(SampleFindings.NAME, List.of(findings), whole, deadline());
  }

  /** A violation under another id. */
  Finding named(String uid, Instant time) {
    return renamed(uid, finding(SampleFindings.fail(), time));
  }

  /** The end of a violation under another id. */
  Finding closed(String uid, Instant time) {
    return renamed(uid, finding(PASS, time));
  }

  static Finding renamed(String uid, Finding it) {
    return new Finding(uid, it.message(), it.lifecycle(), it.seen(), it.ocsf(), it.attributes());
  }

  Finding finding(Result result, Instant time) {
    return writer.write(report(Kind.CREATE_LAST, result, time), result).orElseThrow();
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

  static Deadline deadline() {
    return Deadline.in(Duration.ofSeconds(20), Clock.systemUTC());
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
