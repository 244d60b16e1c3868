package dev.composeraudit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.composeraudit.event.AuditEvent;
import dev.composeraudit.policy.Outcome;
import dev.composeraudit.policy.Result;
import dev.composeraudit.policy.Severity;
import dev.composeraudit.subject.Deadline;
import dev.composeraudit.subject.Trigger;
import dev.composeraudit.subject.Trigger.Kind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of findings in Security Command Center, and with how many calls. */
// In a thread of its own, since a call that hangs may not heed an interrupt.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecurityCenterTest {
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
  private static final Instant FIRST = Instant.parse("2026-11-23T10:15:00Z");
  private static final Instant LATER = FIRST.plusSeconds(600);
  private static final Result PASS = Samples.of(Outcome.PASS, "Complies: it does");

  private final FakeSecurityCenter center = new FakeSecurityCenter();
  private final SecurityCenter sink =
      SecurityCenter.of(center.source(), NoCredentials.getInstance());
  private final FindingWriter writer = new FindingWriter(Samples.PRODUCT, Baseline.NONE);

  @AfterEach
  void close() {
    center.close();
  }

  @Test
  void aViolationIsOpenedAndSaysWhatToDo() throws Exception {
    assertThat(tell(Samples.fail(), FIRST)).isEmpty();

    assertThat(center.calls()).containsExactly("list", "update", "setState");
    Golden.assertEqual("../security-center/opened.json", PRETTY.toJson(only()) + "\n");
  }

  @Test
  void ofWhatHasNotChangedOnlyTheTimeIsWritten() throws Exception {
    tell(Samples.fail(), FIRST);
    JsonObject opened = only().deepCopy();
    center.calls();
    tell(Samples.fail(), FIRST);
    assertThat(center.calls()).containsExactly("list");

    tell(Samples.fail(), LATER);
    assertThat(center.calls()).containsExactly("list", "update");
    opened.getAsJsonObject("sourceProperties").addProperty("judged", LATER.toString());
    assertThat(only()).isEqualTo(opened);
  }

  @Test
  void aLateEventNeitherReopensNorClosesWhatALaterOneFoundUnchanged() throws Exception {
    tell(Samples.fail(), FIRST);
    tell(PASS, FIRST.plusSeconds(1));
    tell(PASS, LATER);
    tell(Samples.fail(), LATER.minusSeconds(1));
    assertThat(state()).isEqualTo("INACTIVE");

    tell(Samples.fail(), LATER.plusSeconds(1));
    tell(Samples.fail(), LATER.plusSeconds(60));
    tell(PASS, LATER.plusSeconds(59));
    assertThat(state()).isEqualTo("ACTIVE");
    assertThat(property("status")).isEqualTo("FAIL");
  }

  @Test
  void oneCallWritesTheTimeOfAllThatIsUnchanged() throws Exception {
    write(true, named("a", FIRST), named("b", FIRST), named("c", FIRST));
    center.calls();
    write(true, named("a", LATER), named("b", LATER), named("c", LATER));

    assertThat(center.calls()).containsExactly("list", "update");
    for (String each : List.of("a", "b", "c")) {
      write(true, closed(each, LATER.minusSeconds(1)));
    }
    assertThat(center.findings().values())
        .allMatch(it -> it.get("state").getAsString().equals("ACTIVE"));
  }

  @Test
  void thatTimeOutlivesWhateverElseIsWrittenToTheFindingThatHoldsIt() throws Exception {
    write(true, named("a", FIRST), named("b", FIRST));
    write(true, named("a", LATER), named("b", LATER));
    write(true, closed("a", LATER.plusSeconds(1)));
    write(true, named("a", LATER.plusSeconds(2)));
    write(true, closed("b", LATER.minusSeconds(1)));

    assertThat(stateOf("b")).isEqualTo("ACTIVE");
  }

  @Test
  void whereNotAllWasDecidedTheTimeIsWrittenOfWhatWas() throws Exception {
    write(true, named("a", FIRST), named("b", FIRST), named("c", FIRST));
    center.calls();
    write(false, named("a", LATER), named("b", LATER));
    assertThat(center.calls()).containsExactly("list", "update", "update");

    for (String each : List.of("a", "b", "c")) {
      write(true, closed(each, LATER.minusSeconds(1)));
    }
    assertThat(stateOf("a")).isEqualTo("ACTIVE");
    assertThat(stateOf("b")).isEqualTo("ACTIVE");
    assertThat(stateOf("c")).isEqualTo("INACTIVE");
  }

  @Test
  void whatStandsOnALaterPageIsKnownToo() throws Exception {
    tell(Samples.fail(), FIRST);
    center.calls();
    center.failing(1, "list", 200, "{\"nextPageToken\": \"2\"}");
    tell(Samples.fail(), FIRST);

    assertThat(center.calls()).containsExactly("list", "list");
  }

  @Test
  void whatHasChangedIsWrittenAndItsStateIsLeftAlone() throws Exception {
    tell(Samples.fail(), FIRST);
    center.calls();
    tell(Samples.of(Outcome.FAIL, "Two of them are wrong now."), LATER);

    assertThat(center.calls()).containsExactly("list", "update");
    assertThat(only().get("description").getAsString()).isEqualTo("Two of them are wrong now.");
    assertThat(seen()).isEqualTo(LATER);
  }

  @Test
  void whatCompliesIsClosedOnceAndWhatWasWrongCanStillBeRead() throws Exception {
    tell(Samples.fail(), FIRST);
    String wrong = only().get("description").getAsString();
    center.calls();
    tell(PASS, LATER);
    tell(PASS, LATER.plusSeconds(60));

    assertThat(center.calls()).containsExactly("list", "update", "setState", "list", "update");
    assertThat(state()).isEqualTo("INACTIVE");
    assertThat(only().get("description").getAsString()).isEqualTo(wrong);
    assertThat(only().get("eventTime").getAsString()).isEqualTo(LATER.toString());
    assertThat(property("status")).isEqualTo("PASS");
    assertThat(property("policy")).isEqualTo("ip-masquerade-agent-enabled");
  }

  @Test
  void whatWasNeverThereIsNotClosed() throws Exception {
    tell(PASS, FIRST);

    assertThat(center.calls()).containsExactly("list");
    assertThat(center.findings()).isEmpty();
  }

  @Test
  void whatBreaksAgainIsOpenedAgain() throws Exception {
    tell(Samples.fail(), FIRST);
    tell(PASS, LATER);
    tell(Samples.fail(), LATER.plusSeconds(60));

    assertThat(state()).isEqualTo("ACTIVE");
    assertThat(property("status")).isEqualTo("FAIL");
    assertThat(seen()).isEqualTo(LATER.plusSeconds(60));
  }

  @Test
  void aLateEventNeitherOpensNorClosesWhatALaterOneDecided() throws Exception {
    tell(Samples.fail(), LATER);
    center.calls();
    tell(PASS, FIRST);
    assertThat(state()).isEqualTo("ACTIVE");
    assertThat(center.calls()).containsExactly("list");

    tell(PASS, LATER);
    tell(Samples.fail(), FIRST);
    assertThat(state()).isEqualTo("INACTIVE");
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"EXEMPT", "SKIP"})
  void whatIsExemptOrDoesNotApplyIsClosed(Outcome outcome) throws Exception {
    tell(Samples.fail(), FIRST);
    tell(outcome == Outcome.EXEMPT ? Samples.exempt() : Samples.of(outcome, "m"), LATER);

    assertThat(state()).isEqualTo("INACTIVE");
    assertThat(only().getAsJsonObject("sourceProperties").has("exception"))
        .isEqualTo(outcome == Outcome.EXEMPT);
  }

  @Test
  void whatIsGoneIsClosed() throws Exception {
    tell(Samples.fail(), FIRST);
    Result skip = Samples.of(Outcome.SKIP, "The environment is gone.");
    Finding gone = writer.archive(report(Kind.DELETE, skip, LATER), skip);
    write(true, gone);

    assertThat(state()).isEqualTo("INACTIVE");
    assertThat(property("status")).isEqualTo("GONE");
  }

  @Test
  void whatCouldNotBeJudgedNeitherOpensNorCloses() throws Exception {
    tell(Samples.error(), FIRST);
    assertThat(center.findings()).isEmpty();
    tell(Samples.fail(), FIRST);
    tell(Samples.error(), LATER);
    assertThat(state()).isEqualTo("ACTIVE");
  }

  @ParameterizedTest
  @CsvSource({
    "CRITICAL, CRITICAL",
    "HIGH, HIGH",
    "MEDIUM, MEDIUM",
    "LOW, LOW",
    "INFORMATIONAL, LOW"
  })
  void severitiesAreItsOwn(Severity severity, String expected) throws Exception {
    tell(Samples.of(Outcome.FAIL, "m", severity), FIRST);

    assertThat(only().get("severity").getAsString()).isEqualTo(expected);
  }

  @Test
  void whatAnotherFindingExplainsSaysSo() throws Exception {
    tell(Samples.explained(), FIRST);

    assertThat(only().get("severity").getAsString()).isEqualTo("LOW");
    assertThat(only().getAsJsonObject("sourceProperties").get("caused_by"))
        .isEqualTo(OcsfJson.texts(List.of("another-policy")));
  }

  @Test
  void whoMayMuteIsNeverDecidedHere() throws Exception {
    tell(Samples.fail(), FIRST);
    tell(Samples.exempt(), LATER);

    assertThat(only().keySet()).noneMatch(key -> key.startsWith("mute"));
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 429, 500, 503, 504})
  void whatMayPassIsTriedAgain(int status) throws Exception {
    center.failing(2, "update", status, "");

    assertThat(tell(Samples.fail(), FIRST)).isEmpty();
    assertThat(center.calls()).containsExactly("list", "update", "update", "update", "setState");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "update", "setState"})
  void troubleThatStaysGivesTheEventBackInTime(String kind) {
    center.failing(1000, kind, 503, "a\nb");

    assertThatThrownBy(() -> tell(Samples.fail(), FIRST, Duration.ofMillis(600)))
        .isInstanceOf(PublishException.class)
        .hasMessageEndingWith(FakeSecurityCenter.SOURCE + ": HTTP 503");
    assertThat(center.calls()).hasSizeGreaterThan(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>all is well</html>", "{\"name\": ", "[]"})
  void aGoodStatusWithAnythingElseIsNoAcceptance(String body) {
    center.failing(1000, "update", 200, body);

    assertThatThrownBy(() -> tell(Samples.fail(), FIRST, Duration.ofMillis(500)))
        .isInstanceOf(PublishException.class);
  }

  @Test
  void aServerThatIsNotThereGivesTheEventBackInTime() {
    center.close();

    assertThatThrownBy(() -> tell(Samples.fail(), FIRST, Duration.ofMillis(400)))
        .isInstanceOf(PublishException.class)
        .hasMessage("listing the findings of " + FakeSecurityCenter.SOURCE + ": ConnectException");
  }

  @Test
  void withoutTimeNothingIsCalled() {
    assertThatThrownBy(() -> tell(Samples.fail(), FIRST, Duration.ZERO))
        .isInstanceOf(PublishException.class)
        .hasMessageEndingWith("no time left for it");
    assertThat(center.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          list     | 403 | {"error": {"message": "Permission 'securitycenter.findings.list' denied on resource"}} | listing the findings of organizations/12/sources/34: permission denied (grant roles/securitycenter.findingsEditor on the source, or securitycenter.findings.list)
          update   | 403 | {"error": {"message": "The caller does not have permission"}} | writing findings to organizations/12/sources/34: 403, cause not stated (if it is IAM: grant roles/securitycenter.findingsEditor on the source, or securitycenter.findings.update)
          update   | 403 | {"error": {"details": [{"reason": "SERVICE_DISABLED"}]}} | writing findings to organizations/12/sources/34: the API is not enabled (gcloud services enable securitycenter.googleapis.com, in the function's project)
          setState | 403 | vpcServiceControlsUniqueIdentifier: abcdefgh-1 | setting the state of findings of organizations/12/sources/34: a VPC Service Controls perimeter refused it, uid abcdefgh-1 (add an ingress rule for service securitycenter.googleapis.com)
          list     | 404 | {} | listing the findings of organizations/12/sources/34: there is no such source (404)
          list     | 401 | {} | listing the findings of organizations/12/sources/34: the credentials were not accepted (401)
          setState | 404 | {} | setting the state of findings of organizations/12/sources/34: there is no such source (404)
          update   | 400 | bad | writing findings to organizations/12/sources/34: answered 400 "bad"
          """)
  void whatAPersonHasToMendIsSaidAndNotTriedAgain(
      String kind, int status, String body, String expected) throws Exception {
    center.failing(1, kind, status, body);

    assertThat(tell(Samples.fail(), FIRST)).contains(expected);
    assertThat(center.calls()).containsOnlyOnce(kind);
  }

  @Test
  void whatIsGoneByTheTimeItIsClosedIsClosed() throws Exception {
    tell(Samples.fail(), FIRST);
    center.failing(1, "setState", 404, "{}");

    assertThat(tell(PASS, LATER)).isEmpty();
  }

  @Test
  void oneRefusedFindingKeepsNoOtherFromBeingWritten() throws Exception {
    center.failing(1, "update", 400, "bad");

    assertThat(write(true, named("one", FIRST), named("other", FIRST))).isPresent();
    assertThat(center.findings()).containsOnlyKeys("other");
  }

  @Test
  @SuppressWarnings("JavaUtilDate") // the token's constructor takes nothing else
  void aTokenThatHasExpiredIsRenewedOnce() throws Exception {
    center.failing(1, "list", 401, "{}");
    GoogleCredentials credentials =
        new GoogleCredentials() {
          @Override
          public AccessToken refreshAccessToken() throws IOException {
            return new AccessToken("token", Date.from(Instant.now().plusSeconds(3600)));
          }
        };

    assertThat(
            SecurityCenter.of(center.source(), credentials)
                .write(Samples.NAME, List.of(finding(PASS, FIRST)), true, deadline()))
        .isEmpty();
    assertThat(center.calls()).containsExactly("list", "list");
  }

  private Optional<String> tell(Result result, Instant time) throws PublishException {
    return tell(result, time, Duration.ofSeconds(20));
  }

  private Optional<String> tell(Result result, Instant time, Duration budget)
      throws PublishException {
    return sink.write(
        Samples.NAME,
        List.of(finding(result, time)),
        result.outcome() != Outcome.ERROR,
        Deadline.in(budget, Clock.systemUTC()));
  }

  private Optional<String> write(boolean whole, Finding... findings) throws PublishException {
    return sink.write(Samples.NAME, List.of(findings), whole, deadline());
  }

  /** A violation under another id. */
  private Finding named(String uid, Instant time) {
    return renamed(uid, finding(Samples.fail(), time));
  }

  /** The end of a violation under another id. */
  private Finding closed(String uid, Instant time) {
    return renamed(uid, finding(PASS, time));
  }

  private static Finding renamed(String uid, Finding it) {
    return new Finding(uid, it.message(), it.lifecycle(), it.seen(), it.ocsf(), it.attributes());
  }

  private Finding finding(Result result, Instant time) {
    return writer.write(report(Kind.CREATE_LAST, result, time), result).orElseThrow();
  }

  private static Report report(Kind kind, Result result, Instant time) {
    AuditEvent event =
        new AuditEvent(
            Samples.NAME,
            new Trigger(kind, "", "", time, time.toString()),
            AuditEvent.Phase.LAST,
            AuditEvent.RequestedAgent.UNKNOWN,
            "",
            "",
            "");
    return new Report(event, Samples.subject(), List.of(result), "sha256:f", Samples.JUDGED);
  }

  private static Deadline deadline() {
    return Deadline.in(Duration.ofSeconds(20), Clock.systemUTC());
  }

  private String stateOf(String finding) {
    return Objects.requireNonNull(center.findings().get(finding)).get("state").getAsString();
  }

  private JsonObject only() {
    assertThat(center.findings()).hasSize(1);
    return Objects.requireNonNull(center.findings().values().iterator().next());
  }

  private String state() {
    return only().get("state").getAsString();
  }

  private String property(String key) {
    return only().getAsJsonObject("sourceProperties").get(key).getAsString();
  }

  private Instant seen() {
    return Instant.parse(property("seen"));
  }
}
