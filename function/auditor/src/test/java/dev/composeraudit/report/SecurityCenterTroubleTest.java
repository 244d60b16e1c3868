package dev.composeraudit.report;

import static dev.composeraudit.report.SecurityCenterFixture.FIRST;
import static dev.composeraudit.report.SecurityCenterFixture.LATER;
import static dev.composeraudit.report.SecurityCenterFixture.PASS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.composeraudit.http.TestClients;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of Security Command Center that are not the plain one. */
class SecurityCenterTroubleTest {
  private final SecurityCenterFixture bench = new SecurityCenterFixture();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void whatStandsOnALaterPageIsKnownToo() throws Exception {
    bench.tell(SampleFindings.fail(), FIRST);
    bench.center.calls();
    bench.center.failing(1, "list", 200, "{\"nextPageToken\": \"2\"}");
    bench.tell(SampleFindings.fail(), FIRST);

    assertThat(bench.center.calls()).containsExactly("list", "list");
    assertThat(bench.center.queries()).last().asString().contains("pageToken=2");
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 429, 500, 503, 504})
  void whatMayPassIsTriedAgain(int status) throws Exception {
    bench.center.failing(2, "update", status, "");

    assertThat(bench.tell(SampleFindings.fail(), FIRST)).isEmpty();
    assertThat(bench.center.calls())
        .containsExactly("list", "update", "update", "update", "setState");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "update", "setState"})
  void troubleThatStaysGivesTheEventBackInTime(String kind) {
    bench.center.failing(1000, kind, 503, "a\nb");

    assertThatThrownBy(() -> bench.tell(SampleFindings.fail(), FIRST, Duration.ofSeconds(2)))
        .isInstanceOf(PublishException.class)
        .hasMessageEndingWith(FakeSecurityCenter.SOURCE + ": UNAVAILABLE");
    assertThat(bench.center.calls()).hasSizeGreaterThan(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>all is well</html>", "{\"name\": ", "[]"})
  void aGoodStatusWithAnythingElseIsNoAcceptance(String body) {
    bench.center.failing(1000, "update", 200, body);

    assertThatThrownBy(() -> bench.tell(SampleFindings.fail(), FIRST, Duration.ofMillis(500)))
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
    bench.center.failing(1000, "list", 200, body);

    assertThat(bench.tell(SampleFindings.fail(), FIRST))
        .hasValueSatisfying(
            said ->
                assertThat(said)
                    .startsWith(
                        "listing the findings of organizations/12/sources/34: the response can't be"
                            + " read: "));
    assertThat(bench.center.calls()).containsExactly("list");
  }

  @Test
  void aListWithoutEndIsOneError() throws Exception {
    bench.center.failing(1000, "list", 200, "{\"nextPageToken\": \"more\"}");

    assertThat(bench.tell(SampleFindings.fail(), FIRST))
        .contains(
            "listing the findings of organizations/12/sources/34: the list does not end after 20"
                + " pages");
    assertThat(bench.center.calls()).hasSize(20);
  }

  @Test
  void aServerThatIsNotThereGivesTheEventBackInTime() {
    bench.center.close();

    assertThatThrownBy(() -> bench.tell(SampleFindings.fail(), FIRST, Duration.ofMillis(400)))
        .isInstanceOf(PublishException.class)
        .hasMessage("listing the findings of " + FakeSecurityCenter.SOURCE + ": ConnectException");
  }

  @Test
  void anInterruptEndsTheWaitingAndIsPassedOn() {
    bench.center.failing(1000, "list", 503, "");
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> bench.tell(SampleFindings.fail(), FIRST))
        .isInstanceOf(PublishException.class)
        .hasMessageEndingWith(": interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(bench.center.calls()).isSubsetOf("list");
  }

  @Test
  void withoutTimeNothingIsCalled() {
    assertThatThrownBy(() -> bench.tell(SampleFindings.fail(), FIRST, Duration.ZERO))
        .isInstanceOf(PublishException.class)
        .hasMessageEndingWith("no time left for it");
    assertThat(bench.center.calls()).isEmpty();
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
    bench.center.failing(1, kind, status, body);

    assertThat(bench.tell(SampleFindings.fail(), FIRST)).contains(expected);
    assertThat(bench.center.calls()).containsOnlyOnce(kind);
  }

  @Test
  void whatIsGoneByTheTimeItIsClosedIsClosed() throws Exception {
    bench.tell(SampleFindings.fail(), FIRST);
    bench.center.failing(1, "setState", 404, "{}");

    assertThat(bench.tell(PASS, LATER)).isEmpty();
  }

  @Test
  void oneRefusedFindingKeepsNoOtherFromBeingWritten() throws Exception {
    bench.center.failing(1, "update", 400, "bad");

    assertThat(bench.write(true, bench.named("one", FIRST), bench.named("other", FIRST)))
        .isPresent();
    assertThat(bench.center.findings()).containsOnlyKeys("other");
  }

  @Test
  @SuppressWarnings("JavaUtilDate") // the token's constructor takes nothing else
  void aTokenThatHasExpiredIsRenewedOnce() throws Exception {
    bench.center.failing(1, "list", 401, "{}");
    GoogleCredentials credentials =
        new GoogleCredentials() {
          @Override
          public AccessToken refreshAccessToken() throws IOException {
            return new AccessToken("token", Date.from(Instant.now().plusSeconds(3600)));
          }
        };

    assertThat(
            SecurityCenter.of(
                    bench.center.source(), TestClients.http(credentials), TestClients.retry())
                .write(
                    SampleFindings.NAME,
                    List.of(bench.finding(PASS, FIRST)),
                    true,
                    SecurityCenterFixture.deadline()))
        .isEmpty();
    assertThat(bench.center.calls()).containsExactly("list", "list");
  }
}
