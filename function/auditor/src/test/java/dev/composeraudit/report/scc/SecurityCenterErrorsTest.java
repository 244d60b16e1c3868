package dev.composeraudit.report.scc;

import static dev.composeraudit.report.scc.SecurityCenterFixture.FIRST;
import static dev.composeraudit.report.scc.SecurityCenterFixture.LATER;
import static dev.composeraudit.report.scc.SecurityCenterFixture.PASS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.gson.JsonParser;
import dev.composeraudit.http.TestClients;
import dev.composeraudit.report.finding.FindingBatch;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.finding.SampleFindings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of Security Command Center that are not the plain one. */
class SecurityCenterErrorsTest {
  private final SecurityCenterFixture fixture = new SecurityCenterFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void whatIsOnALaterPageIsKnownToo() throws Exception {
    fixture.send(SampleFindings.fail(), FIRST);
    fixture.center.calls();
    fixture.center.failing(1, "list", 200, "{\"nextPageToken\": \"2\"}");
    fixture.send(SampleFindings.fail(), FIRST);

    assertThat(fixture.center.calls()).containsExactly("list", "list");
    assertThat(fixture.center.queries()).last().asString().contains("pageToken=2");
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 429, 500, 503, 504})
  void whatMayPassIsTriedAgain(int status) throws Exception {
    fixture.center.failing(2, "update", status, "");

    assertThat(fixture.send(SampleFindings.fail(), FIRST)).isEmpty();
    assertThat(fixture.center.calls())
        .containsExactly("list", "update", "update", "update", "setState");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "update", "setState"})
  void aFailureThatStaysGivesTheEventBackInTime(String kind) {
    fixture.center.failing(1000, kind, 503, "a\nb");

    assertThatThrownBy(
            () -> fixture.send(violation(), SecurityCenterFixture.timer(Duration.ofSeconds(5))))
        .isInstanceOf(PublishException.class)
        .hasMessageEndingWith(FakeSecurityCenter.SOURCE + ": UNAVAILABLE");
    assertThat(fixture.center.calls()).hasSizeGreaterThan(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>all is well</html>", "{\"name\": ", "[]"})
  void aGoodStatusWithAnythingElseIsNoAcceptance(String body) {
    fixture.center.failing(1000, "update", 200, body);

    assertThatThrownBy(
            () -> fixture.send(violation(), SecurityCenterFixture.timer(Duration.ofMillis(500))))
        .isInstanceOf(PublishException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"listFindingsResults\": 7}",
        "{\"listFindingsResults\": [7]}",
        "{\"listFindingsResults\": [{}]}",
        "{\"listFindingsResults\": [{\"finding\": {\"name\": 7}}]}",
        "{\"nextPageToken\": {}}"
      })
  void aListOfAnotherShapeIsOneError(String body) throws Exception {
    fixture.center.failing(1000, "list", 200, body);

    assertThat(fixture.send(SampleFindings.fail(), FIRST))
        .hasValueSatisfying(
            said ->
                assertThat(said)
                    .startsWith(
                        "listing the findings of organizations/12/sources/34: the response can't be"
                            + " read: "));
    assertThat(fixture.center.calls()).containsExactly("list");
  }

  @Test
  void aListWithoutEndIsOneError() throws Exception {
    fixture.center.failing(1000, "list", 200, "{\"nextPageToken\": \"more\"}");

    assertThat(fixture.send(SampleFindings.fail(), FIRST))
        .contains(
            "listing the findings of organizations/12/sources/34: the list does not end after 20"
                + " pages");
    assertThat(fixture.center.calls()).hasSize(20);
  }

  @Test
  void aServerThatIsNotThereGivesTheEventBackInTime() {
    fixture.center.close();

    assertThatThrownBy(
            () -> fixture.send(violation(), SecurityCenterFixture.timer(Duration.ofSeconds(5))))
        .isInstanceOf(PublishException.class)
        .hasMessageStartingWith("listing the findings of " + FakeSecurityCenter.SOURCE + ": ")
        // The time may end in the middle of the last attempt.
        .hasMessageContaining("ConnectException");
  }

  @Test
  void anInterruptEndsTheWaitingAndIsPassedOn() {
    fixture.center.failing(1000, "list", 503, "");
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> fixture.send(SampleFindings.fail(), FIRST))
        .isInstanceOf(PublishException.class)
        .hasMessageEndingWith(": interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(fixture.center.calls()).isSubsetOf("list");
  }

  @Test
  void withoutTimeNothingIsCalled() {
    assertThatThrownBy(() -> fixture.send(violation(), SecurityCenterFixture.timer(Duration.ZERO)))
        .isInstanceOf(PublishException.class)
        .hasMessageEndingWith("no time left for it");
    assertThat(fixture.center.calls()).isEmpty();
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
    fixture.center.failing(1, kind, status, body);

    assertThat(fixture.send(SampleFindings.fail(), FIRST)).contains(expected);
    assertThat(fixture.center.calls()).containsOnlyOnce(kind);
  }

  @Test
  void whatIsGoneByTheTimeItIsClosedIsClosed() throws Exception {
    fixture.send(SampleFindings.fail(), FIRST);
    fixture.center.failing(1, "setState", 404, "{}");

    assertThat(fixture.send(PASS, LATER)).isEmpty();
  }

  @Test
  void oneRejectedFindingKeepsNoOtherFromBeingWritten() throws Exception {
    fixture.center.failing(1, "update", 400, "bad");

    assertThat(
            fixture.send(
                true,
                SecurityCenterFixture.named("one", FIRST),
                SecurityCenterFixture.named("other", FIRST)))
        .isPresent();
    assertThat(fixture.center.findings()).containsOnlyKeys("other");
  }

  @Test
  @SuppressWarnings("JavaUtilDate") // the token's constructor takes nothing else
  void aTokenThatHasExpiredIsRenewedOnce() throws Exception {
    fixture.center.failing(1, "list", 401, "{}");
    GoogleCredentials credentials =
        new GoogleCredentials() {
          @Override
          public AccessToken refreshAccessToken() throws IOException {
            return new AccessToken("token", Date.from(Instant.now().plusSeconds(3600)));
          }
        };

    assertThat(
            SecurityCenterFixture.send(
                SecurityCenterSink.of(
                    fixture.center.source(), TestClients.http(credentials), TestClients.retry()),
                SecurityCenterFixture.batch(true, SecurityCenterFixture.finding(PASS, FIRST)),
                SecurityCenterFixture.timer()))
        .isEmpty();
    assertThat(fixture.center.calls()).containsExactly("list", "list");
  }

  @ParameterizedTest
  @CsvSource({"seen, '\"soon\"'", "seen, 7", "judged, '{}'", "judged, null"})
  void aStoredTimeThatCannotBeReadIsSaidAndTheFindingIsWrittenAnew(String key, String value)
      throws Exception {
    fixture.send(SampleFindings.fail(), FIRST);
    fixture.only().getAsJsonObject("sourceProperties").add(key, JsonParser.parseString(value));

    assertThat(fixture.send(PASS, LATER)).get().asString().contains("source property " + key);
    assertThat(fixture.state()).isEqualTo("INACTIVE");
    assertThat(fixture.seen()).isEqualTo(LATER);
  }

  private static FindingBatch violation() {
    return SecurityCenterFixture.batch(
        true, SecurityCenterFixture.finding(SampleFindings.fail(), FIRST));
  }
}
